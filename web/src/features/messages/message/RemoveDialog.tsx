import { ConfirmDialog } from '@/design/ConfirmDialog.tsx';
import { previewOf } from '@/features/messages/content.ts';
import type { Line } from '@/features/messages/line.ts';
import { useStrings } from '@/i18n/languages.ts';

// Asks before a message is deleted for everyone.
export function RemoveDialog({ line, onRemove, onClose }: { line: Line; onRemove: () => void; onClose: () => void }) {
  const strings = useStrings();
  return (
    <ConfirmDialog title={strings.messages.removeTitle} action={strings.messages.remove} onConfirm={onRemove} onClose={onClose}>
      <p dir="auto" className="mb-2 line-clamp-3 rounded-control bg-sunken px-3 py-2 text-small wrap-anywhere">
        {previewOf(line.content, strings)}
      </p>
      <p className="text-small text-muted">{strings.messages.removeHint}</p>
    </ConfirmDialog>
  );
}
