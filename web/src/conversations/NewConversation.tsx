// One person is a direct conversation, several are a group: the dialog asks for a name only when there are several.
import { useState, type FormEvent } from 'react';
import { navigate } from '@/app/router.tsx';
import { paths } from '@/app/routes.ts';
import { Button } from '@/design/Button.tsx';
import { Switch } from '@/design/choices.tsx';
import { Dialog } from '@/design/Dialog.tsx';
import { Field, FieldError } from '@/design/Field.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { useClient } from '@/session/client.tsx';
import { wordsFor } from '@/session/errors.ts';
import { closeOverlay } from '@/state/ui.ts';
import { PeoplePicker, type Chosen } from './PeoplePicker.tsx';

const NOBODY: readonly string[] = [];

export function NewConversation() {
  const strings = useStrings();
  const client = useClient();
  const words = strings.conversations.create;
  const [chosen, setChosen] = useState<readonly Chosen[]>([]);
  const [isGroup, setGroup] = useState(false);
  const [title, setTitle] = useState('');
  const [label, setLabel] = useState('');
  const [sharesHistory, setSharesHistory] = useState(true);
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const [only] = chosen;
  const isDirect = chosen.length === 1 && !isGroup;
  const needsTitle = isGroup && title.trim() === '';

  const open = (opening: Promise<string>) => {
    setBusy(true);
    setFault(undefined);
    opening.then(
      (id) => {
        closeOverlay();
        navigate(paths.conversation(id));
      },
      (error: unknown) => {
        setBusy(false);
        setFault(wordsFor(error, strings));
      },
    );
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isDirect && only) open(client.openDirect(only.id));
    else if (!isGroup) setGroup(true);
    else if (!needsTitle) {
      const members = chosen.map((one) => one.id);
      open(client.createGroup({ title: title.trim(), label: label.trim(), shares_history: sharesHistory, members }));
    }
  };

  return (
    <Dialog
      title={isGroup ? words.group : words.title}
      onClose={closeOverlay}
      actions={
        <>
          {isGroup && (
            <Button look="quiet" onClick={() => setGroup(false)}>
              {strings.app.back}
            </Button>
          )}
          {chosen.length === 1 && !isGroup && (
            <Button look="quiet" onClick={() => setGroup(true)}>
              {words.group}
            </Button>
          )}
          <Button type="submit" form="new-conversation" look="primary" busy={isBusy} disabled={chosen.length === 0 || needsTitle}>
            {isDirect ? words.message : isGroup ? words.create : words.next}
          </Button>
        </>
      }
    >
      <form id="new-conversation" onSubmit={submit}>
        {isGroup ? (
          <div className="grid gap-4">
            <Field autoFocus data-autofocus label={words.groupTitle} hint={words.groupTitleHint} maxLength={128} value={title} onChange={(event) => setTitle(event.target.value)} />
            <Field label={words.label} hint={words.labelHint} maxLength={32} value={label} onChange={(event) => setLabel(event.target.value)} />
            <Switch label={words.sharesHistory} checked={sharesHistory} onChange={setSharesHistory} />
          </div>
        ) : (
          <PeoplePicker chosen={chosen} without={NOBODY} onChange={setChosen} />
        )}
        {fault && <FieldError>{fault}</FieldError>}
      </form>
    </Dialog>
  );
}
