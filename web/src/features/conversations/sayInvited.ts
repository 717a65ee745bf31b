import { toast } from '@/design/Toast.tsx';
import { currentStrings } from '@/i18n/languages.ts';

const NAMES_MOST = 8;

// Says who did not become a member but got an invitation.
export function sayInvited(people: readonly { name: string }[]) {
  if (people.length === 0) return;
  const names = people.slice(0, NAMES_MOST).map(({ name }) => name);
  toast(currentStrings().conversations.invited(names, people.length - names.length));
}
