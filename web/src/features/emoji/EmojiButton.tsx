// A button that opens the picker beside itself. The picker and its data are loaded when the pointer comes to the
// button, or when the picker is opened.
import { lazy, Suspense, useState } from 'react';
import { IconButton } from '@/design/Button.tsx';
import type { Icon } from '@/design/icons.tsx';

const importPicker = () => import('./EmojiPicker.tsx');
export const EmojiPicker = lazy(async () => ({ default: (await importPicker()).EmojiPicker }));

interface EmojiButtonProps {
  icon: Icon;
  label: string;
  size?: 'small' | 'normal';
  onPick: (emoji: string) => void;
}

export function EmojiButton({ icon, label, size = 'small', onPick }: EmojiButtonProps) {
  const [at, setAt] = useState<DOMRect | null>(null);
  return (
    <>
      <IconButton
        size={size}
        icon={icon}
        label={label}
        aria-haspopup="dialog"
        aria-expanded={at !== null}
        onPointerEnter={() => void importPicker()}
        onClick={(event) => setAt(at ? null : event.currentTarget.getBoundingClientRect())}
      />
      {at && (
        <Suspense>
          <EmojiPicker at={at} onPick={onPick} onClose={() => setAt(null)} />
        </Suspense>
      )}
    </>
  );
}
