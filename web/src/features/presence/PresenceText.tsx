import type { PresenceState } from '@parley/client';
import { useFormats } from '@/i18n/format.ts';
import { useStrings } from '@/i18n/languages.ts';

interface PresenceTextProps {
  state: PresenceState | undefined;
  lastSeen: string | undefined;
}

// The presence of a user in words: the state, or when an offline user was last seen.
export function PresenceText({ state, lastSeen }: PresenceTextProps) {
  const strings = useStrings().presence;
  const formats = useFormats();
  if (state === 'offline' && lastSeen) return strings.lastSeen(formats.ago(lastSeen));
  return state ? strings[state] : null;
}
