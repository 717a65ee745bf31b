// What is done with messages. Most of it is seen at once and taken back if the server refuses, which is then said.
import { useMemo, useState } from 'react';
import type { Mode, Subject } from '@/composer/Composer.tsx';
import { navigate } from '@/app/router.tsx';
import { paths } from '@/app/routes.ts';
import { toast } from '@/design/Toast.tsx';
import { currentStrings } from '@/i18n/languages.ts';
import { useClient } from '@/session/client.tsx';
import { wordsFor } from '@/session/errors.ts';
import type { ThreadActions } from './context.ts';
import type { Line } from './line.ts';

const complain = (fault: unknown) => toast(wordsFor(fault, currentStrings()));

// `jumpAgain` goes to a message that the address names already.
export function useThreadActions(conversation: string, subjectOf: (line: Line) => Subject, jumpAgain: (seq: number) => void) {
  const client = useClient();
  const [mode, setMode] = useState<Mode>({ kind: 'new' });
  const [removing, setRemoving] = useState<Line>();

  const actions = useMemo((): ThreadActions => {
    const withSeq = (line: Line, act: (seq: number) => unknown) => {
      if (line.seq !== undefined) act(line.seq);
    };
    const copy = (text: string) =>
      navigator.clipboard.writeText(text).then(() => toast(currentStrings().thread.copied), complain);
    return {
      reply: (line) => setMode({ kind: 'reply', to: subjectOf(line) }),
      edit: (line) => setMode({ kind: 'edit', of: subjectOf(line) }),
      remove: setRemoving,
      react: (line, emoji, isOn) => withSeq(line, (seq) => client.react(conversation, seq, emoji, isOn).catch(complain)),
      pin: (line, isOn) => withSeq(line, (seq) => client.pin(conversation, seq, isOn).catch(complain)),
      copyText: (line) => void copy(line.body),
      copyLink: (line) => withSeq(line, (seq) => copy(new URL(paths.message(conversation, seq), location.origin).href)),
      retry: (line) => client.retry(conversation, line.clientId),
      discard: (line) => client.discard(conversation, line.clientId),
      jump: (seq) => {
        const path = paths.message(conversation, seq);
        if (location.pathname === path) jumpAgain(seq);
        else navigate(path);
      },
      showReaders: (line) => withSeq(line, (seq) => navigate(paths.message(conversation, seq, { panel: 'readers' }))),
      showEdits: (line) => withSeq(line, (seq) => navigate(paths.message(conversation, seq, { panel: 'history' }))),
    };
  }, [client, conversation, subjectOf, jumpAgain]);

  const submit = (text: string) => {
    if (mode.kind === 'edit') {
      if (text !== mode.of.body) client.edit(conversation, mode.of.seq, text).catch(complain);
    } else {
      client.send(conversation, text, mode.kind === 'reply' ? { replyTo: mode.to.seq } : {});
    }
    setMode({ kind: 'new' });
  };
  const remove = (line: Line) => {
    setRemoving(undefined);
    if (line.seq !== undefined) client.remove(conversation, line.seq).catch(complain);
  };
  return { actions, mode, setMode, submit, removing, setRemoving, remove };
}
