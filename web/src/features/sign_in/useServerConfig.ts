import type { ClientConfig } from '@parley/client';
import { useClient } from '@parley/client/react';
import { useAnswer } from '@/platform/useAnswer.ts';

// Returns what the server tells clients before they sign in, above all whether it takes new accounts; undefined until
// the server has answered.
export function useServerConfig(): ClientConfig | undefined {
  const client = useClient();
  return useAnswer('config', () => client.config()).value;
}
