// The actions on messages. Most changes are visible at once; the SDK takes them back if the server refuses, and a toast
// says why.
import { useClient } from '@parley/client/react';
import { useMemo, useState } from 'react';
import { toast } from '@/design/Toast.tsx';
import type { Subject } from '@/features/messages/composer/drafts.ts';
import type { Mode } from '@/features/messages/composer/mode.ts';
import { useDraft, useDrafts } from '@/features/messages/composer/useDrafts.ts';
import { textOf } from '@/features/messages/content.ts';
import type { ThreadActions } from '@/features/messages/context.ts';
import type { Line } from '@/features/messages/line.ts';
import { currentStrings } from '@/i18n/languages.ts';
import { wordsFor } from '@/platform/errors.ts';
import { navigate } from '@/platform/router.tsx';
import { paths } from '@/platform/routes.ts';

const complain = (fault: unknown) => toast(wordsFor(fault, currentStrings()));

// `scrollTo` shows a message that the address names already.
export function useThreadActions(conversation: string, nameOf: (user: string) => string, scrollTo: (seq: number) => void) {
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
    const subjectOf = (line: Line): Subject => ({ seq: line.seq ?? 0, name: nameOf(line.sender), body: textOf(line.content) });
    const withSeq = (line: Line, act: (seq: number) => unknown) => {
      if (line.seq !== undefined) act(line.seq);
    };
    const copy = (text: string) =>
      navigator.clipboard.writeText(text).then(() => toast(currentStrings().messages.copied), complain);
    return {
      reply: (line) => {
        setEditing(undefined);
        drafts.write(conversation, { ...drafts.read(conversation), replyTo: subjectOf(line) });
      },
      edit: (line) => setEditing(subjectOf(line)),
      remove: setRemoving,
      react: (line, emoji, isOn) => withSeq(line, (seq) => client.react(conversation, seq, emoji, isOn).catch(complain)),
      pin: (line, isOn) => withSeq(line, (seq) => client.pin(conversation, seq, isOn).catch(complain)),
      copyText: (line) => void copy(textOf(line.content)),
      copyLink: (line) => withSeq(line, (seq) => copy(new URL(paths.message(conversation, seq), location.origin).href)),
      retry: (line) => client.retry(conversation, line.clientId),
      discard: (line) => client.discard(conversation, line.clientId),
      jump: (seq) => {
        const path = paths.message(conversation, seq);
        if (location.pathname === path) scrollTo(seq);
        else navigate(path);
      },
      showReaders: (line) => withSeq(line, (seq) => navigate(paths.message(conversation, seq, { panel: 'readers' }))),
      showEdits: (line) => withSeq(line, (seq) => navigate(paths.message(conversation, seq, { panel: 'history' }))),
    };
  }, [client, conversation, drafts, nameOf, scrollTo]);

  // An edit ends first; the answer that was begun before it stays.
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
