import { useSession } from '@parley/client/react';
import { useStrings } from '@/i18n/languages.ts';

// Returns why the server ended the session; undefined if the user signed out or was never signed in.
export function useSignedOutReason(): string | undefined {
  const strings = useStrings();
  const session = useSession();
  if (session.status !== 'signed-out') return undefined;
  if (session.reason === 'revoked') return strings.sign_in.sessionEnded;
  return session.reason === 'expired' ? strings.sign_in.signedOut : undefined;
}
