import { ParleyError, type ConversationItem, type Member } from '@parley/client';
import { useClient } from '@parley/client/react';
import { useState } from 'react';
import { Button } from '@/design/Button.tsx';
import { Dialog } from '@/design/Dialog.tsx';
import { toast } from '@/design/Toast.tsx';
import { PeoplePicker, type Chosen } from '@/features/accounts/PeoplePicker.tsx';
import { sayInvited } from '@/features/conversations/sayInvited.ts';
import { useStrings } from '@/i18n/languages.ts';
import { wordsFor } from '@/platform/errors.ts';

// Adds people to a group, one after another. Those who decide first are invited.
export function AddMembersDialog({ summary, present, onClose }: { summary: ConversationItem; present: readonly Member[]; onClose: () => void }) {
  const strings = useStrings();
  const client = useClient();
  const [chosen, setChosen] = useState<readonly Chosen[]>([]);
  const [isBusy, setBusy] = useState(false);
  const add = async () => {
    setBusy(true);
    try {
      const invited: Chosen[] = [];
      for (const one of chosen) {
        await client.call('member.add', { conversation: summary.conversation.id, user: one.id }).catch((fault: unknown) => {
          if (!(fault instanceof ParleyError) || fault.code !== 'consent_needed') throw fault;
          invited.push(one);
        });
      }
      sayInvited(invited);
      onClose();
    } catch (fault) {
      toast(wordsFor(fault, strings));
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={strings.conversations.member.add}
      onClose={onClose}
      actions={
        <Button look="primary" busy={isBusy} disabled={chosen.length === 0} onClick={() => void add()}>
          {strings.conversations.member.addConfirm}
        </Button>
      }
    >
      <PeoplePicker chosen={chosen} without={present.map((member) => member.user)} onChange={setChosen} />
    </Dialog>
  );
}
