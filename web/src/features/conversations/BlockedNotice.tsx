// Replaces the composer if the reader has blocked the other member, and offers to unblock.
import type { ConversationItem } from '@parley/client';
import { useClient, useMe } from '@parley/client/react';
import { Button } from '@/design/Button.tsx';
import { toast } from '@/design/Toast.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { wordsFor } from '@/platform/errors.ts';
import { otherOf } from './summary.ts';

export function BlockedNotice({ summary }: { summary: ConversationItem }) {
  const strings = useStrings();
  const client = useClient();
  const { id: me } = useMe();
  const other = otherOf(summary, me)?.user;
  const unblock = () => {
    if (other) client.call('user.unblock', { user: other }).catch((fault: unknown) => toast(wordsFor(fault, strings)));
  };
  return (
    <div className="safe-bottom mx-auto flex w-full max-w-190 items-center justify-center gap-3 px-4 pt-1 pb-4 text-small text-muted">
      {strings.conversations.blocked}
      <Button onClick={unblock}>{strings.accounts.blocked.unblock}</Button>
    </div>
  );
}
