// What is done with messages. Most of it is seen at once and taken back if the server refuses, which is then said.
import { useMemo, useState } from 'react';
import type { Mode } from '@/composer/Composer.tsx';
import type { Subject } from '@/composer/drafts.ts';
import { useDraft, useDrafts } from '@/composer/useDrafts.ts';
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
  const drafts = useDrafts();
  const { replyTo } = useDraft(conversation);
  const [editing, setEditing] = useState<Subject>();
  const mode = useMemo((): Mode => {
    if (editing) return { kind: 'edit', of: editing };
    return replyTo ? { kind: 'reply', to: replyTo } : { kind: 'new' };
  }, [editing, replyTo]);
  const [removing, setRemoving] = useState<Line>();

  const actions = useMemo((): ThreadActions => {
    const withSeq = (line: Line, act: (seq: number) => unknown) => {
      if (line.seq !== undefined) act(line.seq);
    };
    const copy = (text: string) =>
      navigator.clipboard.writeText(text).then(() => toast(currentStrings().thread.copied), complain);
    return {
      reply: (line) => {
        setEditing(undefined);
        drafts.write(conversation, { ...drafts.read(conversation), replyTo: subjectOf(line) });
      },
      edit: (line) => setEditing(subjectOf(line)),
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
  }, [client, conversation, drafts, subjectOf, jumpAgain]);

  // Of what the composer is about beside a new message: first of an edit, then of an answer.
  const endMode = () => {
    if (editing) setEditing(undefined);
    else drafts.write(conversation, { text: drafts.read(conversation).text });
  };
  const submit = (text: string) => {
    if (editing) {
      if (text !== editing.body) client.edit(conversation, editing.seq, text).catch(complain);
    } else {
      client.send(conversation, text, replyTo ? { replyTo: replyTo.seq } : {});
    }
    endMode();
  };
  const remove = (line: Line) => {
    setRemoving(undefined);
    if (line.seq !== undefined) client.remove(conversation, line.seq).catch(complain);
  };
  return { actions, mode, endMode, submit, removing, setRemoving, remove };
}
