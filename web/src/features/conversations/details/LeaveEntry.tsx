import { useClient } from '@parley/client/react';
import { useState } from 'react';
import { ConfirmDialog } from '@/design/ConfirmDialog.tsx';
import { SignOutIcon } from '@/design/icons.tsx';
import { toast } from '@/design/Toast.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { wordsFor } from '@/platform/errors.ts';
import { navigate } from '@/platform/router.tsx';
import { paths } from '@/platform/routes.ts';
import { entryLook } from './entryLook.ts';

// Leaves a group, after a question.
export function LeaveEntry({ id, name }: { id: string; name: string }) {
  const strings = useStrings();
  const client = useClient();
  const [isAsking, setAsking] = useState(false);
  const leave = () => {
    setAsking(false);
    client.call('conversation.leave', { conversation: id }).then(
      () => navigate(paths.home()),
      (fault: unknown) => toast(wordsFor(fault, strings)),
    );
  };
  return (
    <>
      <button type="button" className={`${entryLook} text-danger`} onClick={() => setAsking(true)}>
        <SignOutIcon />
        {strings.conversations.details.leave}
      </button>
      {isAsking && (
        <ConfirmDialog title={strings.conversations.details.leaveTitle(name)} action={strings.conversations.details.leaveConfirm} onConfirm={leave} onClose={() => setAsking(false)}>
          <p className="text-small text-muted">{strings.conversations.details.leaveHint}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
