// The form with which admins change a group.
import type { Conversation } from '@parley/client';
import { useClient, useServer } from '@parley/client/react';
import { useState, type FormEvent } from 'react';
import { Button } from '@/design/Button.tsx';
import { Switch } from '@/design/choices.tsx';
import { Field } from '@/design/Field.tsx';
import { toast } from '@/design/Toast.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { wordsFor } from '@/platform/errors.ts';

export function GroupForm({ conversation }: { conversation: Conversation }) {
  const strings = useStrings();
  const client = useClient();
  const [title, setTitle] = useState(conversation.title);
  const [label, setLabel] = useState(conversation.label);
  const [isBusy, setBusy] = useState(false);
  const isChanged = title.trim() !== conversation.title || label.trim() !== conversation.label;
  const update = (change: { title?: string; label?: string; shares_history?: boolean }) => {
    setBusy(true);
    return client
      .call('conversation.update', { conversation: conversation.id, ...change })
      .then(
        () => toast(strings.app.saved),
        (fault: unknown) => toast(wordsFor(fault, strings)),
      )
      .finally(() => setBusy(false));
  };
  const limits = useServer()?.limits;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isChanged && title.trim() !== '') void update({ title: title.trim(), label: label.trim() });
  };
  return (
    <form onSubmit={submit} className="grid gap-4 py-3">
      <Field label={strings.conversations.details.groupTitle} value={title} required maxLength={limits?.title_chars} onChange={(event) => setTitle(event.target.value)} />
      <Field
        label={strings.conversations.details.label}
        hint={strings.conversations.details.labelHint}
        value={label}
        maxLength={limits?.label_chars}
        onChange={(event) => setLabel(event.target.value)}
      />
      {isChanged && (
        <Button type="submit" look="primary" busy={isBusy} disabled={title.trim() === ''} className="justify-self-start">
          {strings.app.save}
        </Button>
      )}
      <Switch
        label={strings.conversations.details.sharesHistory}
        hint={strings.conversations.details.sharesHistoryHint}
        checked={conversation.shares_history}
        onChange={(isOn) => void update({ shares_history: isOn })}
      />
    </form>
  );
}
