import { Button } from '@/design/Button.tsx';
import { Dialog } from '@/design/Dialog.tsx';
import { useStrings } from '@/i18n/languages.ts';
import type { Line } from './line.ts';
import { plainText } from './text.ts';

export function RemoveDialog({ line, onRemove, onClose }: { line: Line; onRemove: () => void; onClose: () => void }) {
  const strings = useStrings();
  return (
    <Dialog
      title={strings.thread.removeTitle}
      width="narrow"
      onClose={onClose}
      actions={
        <>
          <Button look="quiet" onClick={onClose}>
            {strings.app.cancel}
          </Button>
          <Button look="danger" data-autofocus onClick={onRemove}>
            {strings.thread.remove}
          </Button>
        </>
      }
    >
      <p dir="auto" className="mb-2 line-clamp-3 rounded-control bg-sunken px-3 py-2 text-small wrap-anywhere">
        {plainText(line.body)}
      </p>
      <p className="text-small text-muted">{strings.thread.removeHint}</p>
    </Dialog>
  );
}
