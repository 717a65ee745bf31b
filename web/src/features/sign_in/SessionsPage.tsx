import type { Session } from '@parley/client';
import { useClient } from '@parley/client/react';
import { Button } from '@/design/Button.tsx';
import { Name } from '@/design/Name.tsx';
import { ErrorState } from '@/design/states.tsx';
import { useFormats } from '@/i18n/format.ts';
import { useStrings } from '@/i18n/languages.ts';
import { wordsFor } from '@/platform/errors.ts';
import { useAnswer } from '@/platform/useAnswer.ts';
import { deviceName, DeviceRow, DevicesSkeleton } from './DeviceRow.tsx';
import { PasswordDialog } from './PasswordDialog.tsx';
import { useEnding } from './useEnding.ts';

export function SessionsPage() {
  const strings = useStrings();
  const words = strings.sign_in.sessions;
  const client = useClient();
  const { value: data, fault, again } = useAnswer('sessions', () => client.call('session.list', {}));
  const { gone, end, needsPassword, confirmed, cancel } = useEnding(again);

  if (fault) return <ErrorState title={words.failed} hint={wordsFor(fault, strings)} onRetry={again} />;
  if (!data) return <DevicesSkeleton />;

  const shown = data.sessions.filter((session) => !gone.includes(session.id));
  const own = shown.filter((session) => session.id === data.current);
  const others = shown
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
      {needsPassword && <PasswordDialog hint={words.confirmHint} onConfirmed={confirmed} onClose={cancel} />}
    </div>
  );
}

function SessionRow({ session, isCurrent, onEnd }: { session: Session; isCurrent: boolean; onEnd: () => void }) {
  const strings = useStrings();
  const words = strings.sign_in.sessions;
  const formats = useFormats();
  const name = deviceName(session.user_agent, strings);
  const about = (
    <>
      {isCurrent ? (
        <span className="font-medium text-accent">{words.current}</span>
      ) : (
        <time dateTime={session.last_seen_at} title={formats.full(session.last_seen_at)}>
          {words.seen(formats.ago(session.last_seen_at))}
        </time>
      )}
      {' · '}
      <Name>{session.address}</Name>
      {` · ${words.since(formats.ago(session.created_at))}`}
    </>
  );
  return (
    <DeviceRow userAgent={session.user_agent} name={name} about={about}>
      {!isCurrent && (
        <Button size="small" aria-label={words.endNamed(name)} onClick={onEnd}>
          {words.end}
        </Button>
      )}
    </DeviceRow>
  );
}
