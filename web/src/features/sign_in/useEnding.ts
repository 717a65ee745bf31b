// Ends sessions. They leave the list at once. If the server asks for the password first, they wait until it is confirmed.
import { ParleyError } from '@parley/client';
import { useClient } from '@parley/client/react';
import { useState } from 'react';
import { toast } from '@/design/Toast.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { wordsFor } from '@/platform/errors.ts';

const NONE: readonly string[] = [];

// `again` asks for the list once more, because some of several sessions may have ended.
export function useEnding(again: () => void) {
  const strings = useStrings();
  const client = useClient();
  const [gone, setGone] = useState(NONE);
  const [waiting, setWaiting] = useState(NONE);

  const end = (ids: readonly string[]) => {
    setWaiting(NONE);
    setGone((before) => [...before, ...ids]);
    Promise.all(ids.map((session) => client.call('session.revoke', { session }))).then(
      () => toast(strings.sign_in.sessions.ended(ids.length)),
      (fault: unknown) => {
        setGone((before) => before.filter((id) => !ids.includes(id)));
        if (fault instanceof ParleyError && fault.code === 'password_required') setWaiting(ids);
        else toast(wordsFor(fault, strings));
        again();
      },
    );
  };

  return { gone, end, needsPassword: waiting.length > 0, confirmed: () => end(waiting), cancel: () => setWaiting(NONE) };
}
