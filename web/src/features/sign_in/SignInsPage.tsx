// The latest sign-ins to the account: when, from where, with what, and whether the session still lives.
import type { PastSignIn, SessionList } from '@parley/client';
import { useClient } from '@parley/client/react';
import { classes } from '@/design/classes.ts';
import { ClockIcon } from '@/design/icons.tsx';
import { Name } from '@/design/Name.tsx';
import { EmptyState, ErrorState } from '@/design/states.tsx';
import { useFormats } from '@/i18n/format.ts';
import { useStrings } from '@/i18n/languages.ts';
import { wordsFor } from '@/platform/errors.ts';
import { useAnswer } from '@/platform/useAnswer.ts';
import { deviceName, DeviceRow, DevicesSkeleton } from './DeviceRow.tsx';

export function SignInsPage() {
  const strings = useStrings();
  const words = strings.sign_in.recent;
  const client = useClient();
  const { value, fault, again } = useAnswer('sign-ins', () =>
    Promise.all([client.call('sign_in.recent', {}), client.call('session.list', {})]),
  );
  if (fault) return <ErrorState title={words.failed} hint={wordsFor(fault, strings)} onRetry={again} />;
  if (!value) return <DevicesSkeleton />;
  const [{ sign_ins }, sessions] = value;
  if (sign_ins.length === 0) return <EmptyState icon={ClockIcon} title={words.none} hint={words.noneHint} />;
  return (
    <div className="grid gap-6">
      <p className="text-muted">{words.about}</p>
      <ul className="divide-y divide-border">
        {sign_ins.map((one) => (
          <SignInRow key={one.session} signIn={one} sessions={sessions} />
        ))}
      </ul>
    </div>
  );
}

function SignInRow({ signIn: { session, at, address, user_agent }, sessions }: { signIn: PastSignIn; sessions: SessionList }) {
  const strings = useStrings();
  const words = strings.sign_in.recent;
  const formats = useFormats();
  const isCurrent = session === sessions.current;
  const isOpen = sessions.sessions.some(({ id }) => id === session);
  const outcome = isCurrent ? strings.sign_in.sessions.current : isOpen ? words.open : words.ended;
  const about = (
    <>
      <time dateTime={at} title={formats.full(at)}>
        {formats.ago(at)}
      </time>
      {' · '}
      <Name>{address}</Name>
      {' · '}
      <span className={classes(isOpen && 'font-medium text-text', isCurrent && '!text-accent')}>{outcome}</span>
    </>
  );
  return <DeviceRow userAgent={user_agent} name={deviceName(user_agent, strings)} about={about} />;
}
