import { ConfirmDialog } from '@/design/ConfirmDialog.tsx';
import type { Line } from '@/features/messages/line.ts';
import { plainText } from '@/features/messages/text.ts';
import { useStrings } from '@/i18n/languages.ts';

// Asks before a message is deleted for everyone.
export function RemoveDialog({ line, onRemove, onClose }: { line: Line; onRemove: () => void; onClose: () => void }) {
  const strings = useStrings().thread;
  return (
    <ConfirmDialog title={strings.removeTitle} action={strings.remove} onConfirm={onRemove} onClose={onClose}>
      <p dir="auto" className="mb-2 line-clamp-3 rounded-control bg-sunken px-3 py-2 text-small wrap-anywhere">
        {plainText(line.body)}
      </p>
      <p className="text-small text-muted">{strings.removeHint}</p>
    </ConfirmDialog>
  );
}
