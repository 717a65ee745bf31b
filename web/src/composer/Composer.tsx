// Where messages are written. It keeps a draft for each conversation, completes names and emoji, and says nothing about
// length until it matters.
import { useEffect, useId, useImperativeHandle, useLayoutEffect, useRef, useState, type KeyboardEvent, type Ref } from 'react';
import { IconButton } from '@/design/Button.tsx';
import { classes } from '@/design/classes.ts';
import { CloseIcon, EditIcon, ReplyIcon, SendIcon, SmileIcon } from '@/design/icons.tsx';
import { EmojiButton } from '@/emoji/EmojiButton.tsx';
import { useFormats } from '@/i18n/format.ts';
import { useStrings } from '@/i18n/languages.ts';
import { complete, type Person } from './completion.ts';
import type { Draft, Subject } from './drafts.ts';
import { OfferList } from './OfferList.tsx';
import { useCompletion, type Offer } from './useCompletion.ts';

// From this share of the limit on, what is left is counted.
const COUNT_FROM = 0.9;

export type Mode = { kind: 'new' } | { kind: 'reply'; to: Subject } | { kind: 'edit'; of: Subject };

export interface ComposerHandle {
  focus: () => void;
}

interface ComposerProps {
  label: string;
  mode: Mode;
  draft: Draft;
  people: readonly Person[];
  mentionsAll: boolean;
  charactersMost: number;
  onDraft: (text: string) => void;
  onTyping: (isActive: boolean) => void;
  // With what is to be sent, or with what the edited message is to say.
  onSubmit: (text: string) => void;
  onCancelMode: () => void;
  onEditLast: () => void;
  ref?: Ref<ComposerHandle>;
}

export function Composer(props: ComposerProps) {
  const { label, mode, draft, people, mentionsAll, charactersMost, onDraft, onTyping, onSubmit, onCancelMode, onEditLast, ref } = props;
  const strings = useStrings().composer;
  const field = useRef<HTMLTextAreaElement>(null);
  const offersId = useId();
  const [text, setText] = useState(draft.text);
  const [caret, setCaret] = useState(0);
  const completion = useCompletion(text, caret, people, mentionsAll);
  const isOffering = completion.trigger !== undefined && completion.offers.length > 0;
  const left = charactersMost - [...text.trim()].length;
  const canSend = text.trim() !== '' && left >= 0;

  useImperativeHandle(ref, () => ({ focus: () => field.current?.focus() }));
  useModeText(mode, draft, setText, field);
  useAutosize(field, text);

  const change = (next: string, caretAt?: number) => {
    setText(next);
    if (mode.kind !== 'edit') onDraft(next);
    onTyping(next.trim() !== '');
    if (caretAt === undefined) return;
    setCaret(caretAt);
    // After rendering: until then the field holds the old text.
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

  const offerKeys: Record<string, () => void> = {
    ArrowDown: () => completion.choose(completion.chosen + 1),
    ArrowUp: () => completion.choose(completion.chosen - 1),
    Enter: () => pickChosen(),
    Tab: () => pickChosen(),
    Escape: () => completion.dismiss(),
  };
  const pickChosen = () => {
    const offer = completion.offers[completion.chosen];
    if (offer) pick(offer);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter that ends a composition (Japanese, Chinese, accents) belongs to the input method.
    if (event.nativeEvent.isComposing) return;
    const offered = isOffering ? offerKeys[event.key] : undefined;
    if (offered && !event.shiftKey) offered();
    else if (event.key === 'Enter' && !event.shiftKey) submit();
    else if (event.key === 'ArrowUp' && text === '' && mode.kind === 'new') onEditLast();
    else if (event.key === 'Escape' && mode.kind !== 'new') onCancelMode();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <form
      className="relative isolate mx-auto w-full max-w-190 px-3 pb-[max(12px,env(safe-area-inset-bottom))]"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {isOffering && <OfferList id={offersId} offers={completion.offers} chosen={completion.chosen} onPick={pick} />}
      <div className="composer rounded-bubble border border-control/50 bg-raised transition-colors focus-within:border-accent">
        {mode.kind !== 'new' && <ModeBar mode={mode} onCancel={onCancelMode} />}
        <div className="flex items-end gap-1 p-1">
          <EmojiButton size="normal" icon={SmileIcon} label={strings.emoji.title} onPick={insert} />
          <textarea
            ref={field}
            rows={1}
            dir="auto"
            value={text}
            aria-label={label}
            placeholder={label}
            enterKeyHint="send"
            aria-autocomplete="list"
            aria-controls={isOffering ? offersId : undefined}
            aria-activedescendant={isOffering ? `${offersId}-${completion.chosen}` : undefined}
            onChange={(event) => {
              setCaret(event.target.selectionStart);
              change(event.target.value);
            }}
            onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
            onKeyDown={onKeyDown}
            onBlur={() => onTyping(false)}
            className="composer-field min-w-0 flex-1 resize-none bg-transparent px-1 py-1.5 outline-none placeholder:truncate placeholder:text-muted"
          />
          {left <= charactersMost * (1 - COUNT_FROM) && <CharactersLeft left={left} />}
          <IconButton
            type="submit"
            icon={mode.kind === 'edit' ? EditIcon : SendIcon}
            label={mode.kind === 'edit' ? strings.save : strings.send}
            disabled={!canSend}
            className={classes(canSend && 'bg-accent !text-on-accent hover:bg-accent-hover', 'rounded-card')}
          />
        </div>
      </div>
    </form>
  );
}

// While a message is edited its text stands in the field; afterwards the draft is back. Answering keeps what was written.
function useModeText(mode: Mode, draft: Draft, setText: (text: string) => void, field: React.RefObject<HTMLTextAreaElement | null>) {
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
  // Not for an answer that was begun another time.
  const first = useRef(mode);
  useEffect(() => {
    if (mode.kind !== 'new' && mode !== first.current) field.current?.focus();
  }, [mode, field]);
}

const sizesItself = typeof CSS !== 'undefined' && CSS.supports('field-sizing', 'content');

// For browsers whose text fields do not grow by themselves.
function useAutosize(field: React.RefObject<HTMLTextAreaElement | null>, text: string) {
  useLayoutEffect(() => {
    if (field.current && !sizesItself) fitHeight(field.current);
  }, [field, text]);
}

function fitHeight(element: HTMLTextAreaElement) {
  element.style.height = 'auto';
  element.style.height = `${element.scrollHeight}px`;
}

function ModeBar({ mode, onCancel }: { mode: Exclude<Mode, { kind: 'new' }>; onCancel: () => void }) {
  const strings = useStrings();
  const isEdit = mode.kind === 'edit';
  const { name, body } = isEdit ? mode.of : mode.to;
  const Icon = isEdit ? EditIcon : ReplyIcon;
  return (
    <div className="flex items-center gap-2 border-b border-border ps-3 pe-1 py-1 text-small">
      <Icon size={16} className="shrink-0 text-accent" />
      <p className="min-w-0 flex-1 truncate">
        <span className="font-medium">{isEdit ? strings.composer.editing : strings.composer.replyingTo(name)}</span>{' '}
        <bdi className="text-muted">{body}</bdi>
      </p>
      <IconButton size="small" icon={CloseIcon} label={strings.app.cancel} onClick={onCancel} />
    </div>
  );
}

function CharactersLeft({ left }: { left: number }) {
  const formats = useFormats();
  const strings = useStrings().composer;
  return (
    <span
      role="status"
      aria-label={strings.charactersLeft(left)}
      title={strings.charactersLeft(left)}
      className={classes('self-center px-1 text-small tabular', left < 0 ? 'font-semibold text-danger' : 'text-muted')}
    >
      {formats.number(left)}
    </span>
  );
}
