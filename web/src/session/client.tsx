// The one client of the page. Everything that the server said, and every request to it, goes through it.
import { createClient, type ClientConfig } from '@parley/client';
import { ClientProvider as Provider, useClient, useSession } from '@parley/client/react';
import type { ReactNode } from 'react';
import { useStrings } from '@/i18n/languages.ts';
import { useRemote } from './remote.ts';

export { useClient, useMe, useOwnPresence, useSession } from '@parley/client/react';

export const client = createClient();

export function ClientProvider({ children }: { children: ReactNode }) {
  return <Provider client={client}>{children}</Provider>;
}

// What there is to know before signing in: whether one can register, above all. Unknown until the server has said it.
export function useServerConfig(): ClientConfig | undefined {
  const client = useClient();
  return useRemote(() => client.config()).data;
}

// Why somebody who did not sign out has to sign in.
export function useSignedOutReason(): string | undefined {
  const strings = useStrings();
  const session = useSession();
  if (session.status !== 'signed-out') return undefined;
  if (session.reason === 'revoked') return strings.account.sessionEnded;
  return session.reason === 'expired' ? strings.account.signedOut : undefined;
}
