// The text of the composer and everything that changes it: typing, a picked emoji, a completed name, sending.
import { useRef, useState } from 'react';
import type { Person } from '@/features/accounts/people.ts';
import { complete } from './completion.ts';
import type { Draft } from './drafts.ts';
import type { Mode } from './mode.ts';
import { useAutosize } from './useAutosize.ts';
import { useCompletion, type Offer } from './useCompletion.ts';
import { useModeText } from './useModeText.ts';

export interface ComposerTextOptions {
  mode: Mode;
  draft: Draft;
  people: readonly Person[];
  mentionsAll: boolean;
  charactersMost: number;
  onDraft: (text: string) => void;
  onTyping: (isActive: boolean) => void;
  // Gets the text to send, or the new text of the edited message.
  onSubmit: (text: string) => void;
}

export function useComposerText(options: ComposerTextOptions) {
  const { mode, draft, people, mentionsAll, charactersMost, onDraft, onTyping, onSubmit } = options;
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(draft.text);
  const [caret, setCaret] = useState(0);
  const completion = useCompletion(text, caret, people, mentionsAll);
  const left = charactersMost - [...text.trim()].length;
  const canSend = text.trim() !== '' && left >= 0;
  useModeText(mode, draft, setText, field);
  useAutosize(field, text);

  const change = (next: string, caretAt?: number) => {
    setText(next);
    if (mode.kind !== 'edit') onDraft(next);
    onTyping(next.trim() !== '');
    if (caretAt === undefined) return;
    setCaret(caretAt);
    // The field holds the old text until it is rendered.
    requestAnimationFrame(() => field.current?.setSelectionRange(caretAt, caretAt));
  };
  const submit = () => {
    if (!canSend) return;
    onSubmit(text.trim());
    onTyping(false);
    setText('');
    setCaret(0);
    if (mode.kind !== 'edit') onDraft('');
  };
  const insert = (emoji: string) => {
    const at = field.current?.selectionStart ?? text.length;
    const end = field.current?.selectionEnd ?? at;
    field.current?.focus();
    change(text.slice(0, at) + emoji + text.slice(end), at + emoji.length);
  };
  const pick = ({ insertion }: Offer) => {
    if (!completion.trigger) return;
    const completed = complete(text, caret, completion.trigger, insertion);
    change(completed.text, completed.caret);
  };
  return { field, text, left, canSend, completion, setCaret, change, submit, insert, pick };
}
