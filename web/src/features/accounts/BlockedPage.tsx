import type { PublicUser } from '@parley/client';
import { useClient } from '@parley/client/react';
import { Avatar } from '@/design/Avatar.tsx';
import { Button } from '@/design/Button.tsx';
import { Name } from '@/design/Name.tsx';
import { BlockIcon } from '@/design/icons.tsx';
import { EmptyState, ErrorState, Skeleton } from '@/design/states.tsx';
import { toast } from '@/design/Toast.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { wordsFor } from '@/platform/errors.ts';
import { useAnswer } from '@/platform/useAnswer.ts';

export function BlockedPage() {
  const strings = useStrings();
  const words = strings.accounts.blocked;
  const client = useClient();
  const { value: data, fault, again, change } = useAnswer('blocked', () => client.callAll('block.list', {}, 'users'));

  if (fault) return <ErrorState title={words.failed} hint={wordsFor(fault, strings)} onRetry={again} />;
  if (!data) return <BlockedSkeleton />;
  if (data.length === 0) return <EmptyState icon={BlockIcon} title={words.none} hint={words.noneHint} />;

  const unblock = (user: PublicUser) => {
    change((list) => list.filter((one) => one.id !== user.id));
    client.call('user.unblock', { user: user.id }).then(
      () => toast(words.unblocked(user.display_name)),
      (error: unknown) => {
        toast(wordsFor(error, strings));
        again();
      },
    );
  };

  return (
    <div className="grid gap-6">
      <p className="text-muted">{words.about}</p>
      <ul className="divide-y divide-border">
        {data.map((user) => (
          <li key={user.id} className="flex items-center gap-3 py-3">
            <Avatar id={user.id} name={user.display_name} size={36} />
            <div className="min-w-0 flex-1">
              <p className="truncate font-medium">
                <Name>{user.display_name}</Name>
              </p>
              <p className="truncate text-small text-muted">
                <Name>{`@${user.username}`}</Name>
              </p>
            </div>
            <Button size="small" aria-label={words.unblockNamed(user.display_name)} onClick={() => unblock(user)}>
              {words.unblock}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function BlockedSkeleton() {
  return (
    <Skeleton>
      {[0, 1, 2].map((row) => (
        <div key={row} className="flex items-center gap-3 py-3">
          <div className="skeleton size-9 !rounded-full" />
          <div className="skeleton h-4 w-2/5" />
        </div>
      ))}
    </Skeleton>
  );
}
