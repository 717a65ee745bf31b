import type { Session } from '@parley/client';
import { useClient } from '@parley/client/react';
import { Button } from '@/design/Button.tsx';
import { DeviceIcon, PhoneIcon } from '@/design/icons.tsx';
import { ErrorState, Skeleton } from '@/design/states.tsx';
import { toast } from '@/design/Toast.tsx';
import { useFormats } from '@/i18n/format.ts';
import { useStrings, type Strings } from '@/i18n/languages.ts';
import { wordsFor } from '@/platform/errors.ts';
import { useAnswer } from '@/platform/useAnswer.ts';
import { deviceOf } from './device.ts';

function deviceName(session: Session, strings: Strings) {
  const { browser, system } = deviceOf(session.user_agent);
  if (browser && system) return strings.sign_in.sessions.device(browser, system);
  return browser ?? system ?? (session.user_agent || strings.sign_in.sessions.unknown);
}

export function SessionsPage() {
  const strings = useStrings();
  const words = strings.sign_in.sessions;
  const client = useClient();
  const { value: data, fault, again, change } = useAnswer('sessions', () => client.call('session.list', {}));

  if (fault) return <ErrorState title={words.failed} hint={wordsFor(fault, strings)} onRetry={again} />;
  if (!data) return <SessionsSkeleton />;

  const end = (ids: readonly string[]) => {
    change((list) => ({ ...list, sessions: list.sessions.filter((session) => !ids.includes(session.id)) }));
    Promise.all(ids.map((session) => client.call('session.revoke', { session }))).then(
      () => toast(words.ended(ids.length)),
      (error: unknown) => {
        toast(wordsFor(error, strings));
        again();
      },
    );
  };
  const own = data.sessions.filter((session) => session.id === data.current);
  const others = data.sessions
    .filter((session) => session.id !== data.current)
    .sort((one, other) => other.last_seen_at.localeCompare(one.last_seen_at));

  return (
    <div className="grid gap-6">
      <p className="text-muted">{words.about}</p>
      <ul className="divide-y divide-border">
        {[...own, ...others].map((session) => (
          <SessionRow key={session.id} session={session} isCurrent={session.id === data.current} onEnd={() => end([session.id])} />
        ))}
      </ul>
      {others.length === 0 && <p className="text-small text-muted">{words.only}</p>}
      {others.length > 1 && (
        <div>
          <Button onClick={() => end(others.map((session) => session.id))}>{words.endOthers}</Button>
        </div>
      )}
    </div>
  );
}

function SessionRow({ session, isCurrent, onEnd }: { session: Session; isCurrent: boolean; onEnd: () => void }) {
  const strings = useStrings();
  const words = strings.sign_in.sessions;
  const formats = useFormats();
  const name = deviceName(session, strings);
  const ShownIcon = deviceOf(session.user_agent).isHandheld ? PhoneIcon : DeviceIcon;
  return (
    <li className="flex items-center gap-4 py-4">
      <ShownIcon className="shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium" title={session.user_agent}>
          {name}
        </p>
        <p className="text-small text-muted">
          {isCurrent ? (
            <span className="font-medium text-accent">{words.current}</span>
          ) : (
            <time dateTime={session.last_seen_at} title={formats.full(session.last_seen_at)}>
              {words.seen(formats.ago(session.last_seen_at))}
            </time>
          )}
          <span>{` · ${session.address} · ${words.since(formats.ago(session.created_at))}`}</span>
        </p>
      </div>
      {!isCurrent && (
        <Button size="small" aria-label={words.endNamed(name)} onClick={onEnd}>
          {words.end}
        </Button>
      )}
    </li>
  );
}

function SessionsSkeleton() {
  return (
    <Skeleton>
      {[0, 1, 2].map((row) => (
        <div key={row} className="flex items-center gap-4 py-4">
          <div className="skeleton size-5" />
          <div className="grid flex-1 gap-2">
            <div className="skeleton h-4 w-2/5" />
            <div className="skeleton h-3 w-3/5" />
          </div>
        </div>
      ))}
    </Skeleton>
  );
}
