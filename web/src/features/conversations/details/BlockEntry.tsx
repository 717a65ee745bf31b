import { useBlocks, useClient } from '@parley/client/react';
import { useState } from 'react';
import { ConfirmDialog } from '@/design/ConfirmDialog.tsx';
import { BlockIcon } from '@/design/icons.tsx';
import { toast } from '@/design/Toast.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { wordsFor } from '@/platform/errors.ts';
import { entryLook } from './entryLook.ts';

// Blocks the other member of a direct conversation, after a question, and unblocks them without one.
export function BlockEntry({ id, name }: { id: string; name: string }) {
  const strings = useStrings();
  const client = useClient();
  const isBlocked = useBlocks().includes(id);
  const [isAsking, setAsking] = useState(false);
  const set = (operation: 'user.block' | 'user.unblock') => {
    setAsking(false);
    client.call(operation, { user: id }).catch((fault: unknown) => toast(wordsFor(fault, strings)));
  };
  return (
    <>
      <button type="button" className={`${entryLook} ${isBlocked ? '' : 'text-danger'}`} onClick={() => (isBlocked ? set('user.unblock') : setAsking(true))}>
        <BlockIcon />
        <span className="min-w-0 truncate">{isBlocked ? strings.conversations.details.unblock(name) : strings.conversations.details.block(name)}</span>
      </button>
      {isAsking && (
        <ConfirmDialog title={strings.conversations.details.blockTitle(name)} action={strings.conversations.details.blockConfirm} onConfirm={() => set('user.block')} onClose={() => setAsking(false)}>
          <p className="text-small text-muted">{strings.conversations.details.blockHint}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
