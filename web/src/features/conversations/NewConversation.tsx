// The dialog that begins a conversation. One chosen person makes a direct conversation, several make a group; the
// dialog asks for a name only if it is a group.
import { useClient, useServer } from '@parley/client/react';
import { useState, type FormEvent } from 'react';
import { Button } from '@/design/Button.tsx';
import { Switch } from '@/design/choices.tsx';
import { Dialog } from '@/design/Dialog.tsx';
import { Field, FieldError } from '@/design/Field.tsx';
import { PeoplePicker, type Chosen } from '@/features/accounts/PeoplePicker.tsx';
import { sayInvited } from '@/features/conversations/sayInvited.ts';
import { useStrings } from '@/i18n/languages.ts';
import { wordsFor } from '@/platform/errors.ts';
import { closeOverlay } from '@/platform/overlay.ts';
import { navigate } from '@/platform/router.tsx';
import { paths } from '@/platform/routes.ts';

const NOBODY: readonly string[] = [];

interface GroupDraft {
  title: string;
  label: string;
  sharesHistory: boolean;
}

export function NewConversation() {
  const words = useStrings().conversations.create;
  const client = useClient();
  const [chosen, setChosen] = useState<readonly Chosen[]>([]);
  const [isGroup, setGroup] = useState(false);
  const [group, setGroupDraft] = useState<GroupDraft>({ title: '', label: '', sharesHistory: true });
  const { open, isBusy, fault } = useOpening();
  const [only] = chosen;
  const isDirect = chosen.length === 1 && !isGroup;
  const needsTitle = isGroup && group.title.trim() === '';

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isDirect && only) open(client.openDirect(only.id));
    else if (!isGroup) setGroup(true);
    else if (!needsTitle) {
      const { title, label, sharesHistory } = group;
      const members = chosen.map((one) => one.id);
      const said = (users: readonly string[]) => sayInvited(chosen.filter(({ id }) => users.includes(id)));
      open(client.createGroup({ title: title.trim(), label: label.trim(), shares_history: sharesHistory, members }, said));
    }
  };

  return (
    <Dialog
      title={isGroup ? words.group : words.title}
      onClose={closeOverlay}
      actions={
        <>
          <KindButton isGroup={isGroup} isDirect={isDirect} onChange={setGroup} />
          <Button type="submit" form="new-conversation" look="primary" busy={isBusy} disabled={chosen.length === 0 || needsTitle}>
            {isDirect ? words.message : isGroup ? words.create : words.next}
          </Button>
        </>
      }
    >
      <form id="new-conversation" onSubmit={submit}>
        {isGroup ? (
          <GroupFields group={group} onChange={(change) => setGroupDraft({ ...group, ...change })} />
        ) : (
          <PeoplePicker chosen={chosen} without={NOBODY} onChange={setChosen} />
        )}
        {fault && <FieldError>{fault}</FieldError>}
      </form>
    </Dialog>
  );
}

// Waits for the server to create the conversation, then shows it; or shows why it was refused.
function useOpening() {
  const strings = useStrings();
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
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
  return { open, isBusy, fault };
}

// Leads from a group back to choosing people, or makes a group although only one person is chosen.
function KindButton({ isGroup, isDirect, onChange }: { isGroup: boolean; isDirect: boolean; onChange: (isGroup: boolean) => void }) {
  const strings = useStrings();
  if (!isGroup && !isDirect) return null;
  return (
    <Button look="quiet" onClick={() => onChange(!isGroup)}>
      {isGroup ? strings.app.back : strings.conversations.create.group}
    </Button>
  );
}

function GroupFields({ group, onChange }: { group: GroupDraft; onChange: (change: Partial<GroupDraft>) => void }) {
  const words = useStrings().conversations.create;
  const limits = useServer()?.limits;
  return (
    <div className="grid gap-4">
      <Field
        autoFocus
        data-autofocus
        label={words.groupTitle}
        hint={words.groupTitleHint}
        maxLength={limits?.title_chars}
        value={group.title}
        onChange={(event) => onChange({ title: event.target.value })}
      />
      <Field label={words.label} hint={words.labelHint} maxLength={limits?.label_chars} value={group.label} onChange={(event) => onChange({ label: event.target.value })} />
      <Switch label={words.sharesHistory} checked={group.sharesHistory} onChange={(sharesHistory) => onChange({ sharesHistory })} />
    </div>
  );
}
