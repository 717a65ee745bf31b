import { useEffect, useRef, type RefObject } from 'react';
import type { Draft } from './drafts.ts';
import type { Mode } from './mode.ts';

// While a message is edited the field shows its text; afterwards it shows the draft again. An answer keeps the text
// that was written before.
export function useModeText(mode: Mode, draft: Draft, setText: (text: string) => void, field: RefObject<HTMLTextAreaElement | null>) {
  const edited = mode.kind === 'edit' ? mode.of : undefined;
  const wasEditing = useRef(false);
  const kept = useRef(draft.text);
  useEffect(() => {
    kept.current = draft.text;
  });
  useEffect(() => {
    if (edited) setText(edited.body);
    else if (wasEditing.current) setText(kept.current);
    wasEditing.current = edited !== undefined;
    if (edited) requestAnimationFrame(() => field.current?.setSelectionRange(edited.body.length, edited.body.length));
  }, [edited, setText, field]);
  // The mode that the composer was opened with was chosen at another time, so it does not take the focus.
  const first = useRef(mode);
  useEffect(() => {
    if (mode.kind !== 'new' && mode !== first.current) field.current?.focus();
  }, [mode, field]);
}
