import type { ReactNode } from 'react';
import { useStrings } from '@/i18n/languages.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';

interface ConfirmDialogProps {
  title: string;
  // The label of the button that goes on.
  action: string;
  children: ReactNode;
  onConfirm: () => void;
  onClose: () => void;
}

// Asks before something is done that cannot be undone.
export function ConfirmDialog({ title, action, children, onConfirm, onClose }: ConfirmDialogProps) {
  const strings = useStrings();
  return (
    <Dialog
      title={title}
      width="narrow"
      onClose={onClose}
      actions={
        <>
          <Button look="quiet" onClick={onClose}>
            {strings.app.cancel}
          </Button>
          <Button look="danger" data-autofocus onClick={onConfirm}>
            {action}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
