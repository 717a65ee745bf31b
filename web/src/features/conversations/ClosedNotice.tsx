// Replaces the composer if the account of the other member is closed.
import { useStrings } from '@/i18n/languages.ts';

export function ClosedNotice() {
  const strings = useStrings().conversations;
  return <p className="safe-bottom mx-auto w-full max-w-190 px-4 pt-1 pb-4 text-center text-small text-muted">{strings.closed}</p>;
}
