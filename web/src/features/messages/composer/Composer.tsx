// The field in which messages are written. It keeps a draft, completes names and emoji, and mentions the limit only
// when the text comes near to it.
import { useId, useImperativeHandle, type KeyboardEvent, type Ref } from 'react';
import { IconButton } from '@/design/Button.tsx';
import { classes } from '@/design/classes.ts';
import { EditIcon, SendIcon, SmileIcon } from '@/design/icons.tsx';
import { EmojiButton } from '@/features/emoji/EmojiButton.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { CharactersLeft } from './CharactersLeft.tsx';
import { ModeBar } from './ModeBar.tsx';
import { OfferList } from './OfferList.tsx';
import type { Completion, Offer } from './useCompletion.ts';
import { useComposerText, type ComposerTextOptions } from './useComposerText.ts';

export interface ComposerHandle {
  focus: () => void;
}

interface ComposerProps extends ComposerTextOptions {
  label: string;
  onCancelMode: () => void;
  onEditLast: () => void;
  ref?: Ref<ComposerHandle>;
}

export function Composer(props: ComposerProps) {
  const { label, mode, charactersMost, onTyping, onCancelMode, onEditLast, ref } = props;
  const strings = useStrings().emoji;
  const { field, text, left, canSend, completion, setCaret, change, submit, insert, pick } = useComposerText(props);
  const offersId = useId();
  const isOffering = completion.trigger !== undefined && completion.offers.length > 0;
  useImperativeHandle(ref, () => ({ focus: () => field.current?.focus() }));

  const onKeyDown = (event: KeyboardEvent) => {
    // Enter that ends a composition (Japanese, Chinese, accents) belongs to the input method.
    if (event.nativeEvent.isComposing) return;
    const offered = isOffering ? offerKeys(completion, pick)[event.key] : undefined;
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
          <EmojiButton size="normal" icon={SmileIcon} label={strings.title} onPick={insert} />
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
          <CharactersLeft left={left} most={charactersMost} />
          <SendButton isEdit={mode.kind === 'edit'} canSend={canSend} />
        </div>
      </div>
    </form>
  );
}

function SendButton({ isEdit, canSend }: { isEdit: boolean; canSend: boolean }) {
  const strings = useStrings().messages.composer;
  return (
    <IconButton
      type="submit"
      icon={isEdit ? EditIcon : SendIcon}
      label={isEdit ? strings.save : strings.send}
      disabled={!canSend}
      className={classes(canSend && 'bg-accent !text-on-accent hover:bg-accent-hover', 'rounded-card')}
    />
  );
}

// What the keys do while the composer offers completions.
function offerKeys({ offers, chosen, choose, dismiss }: Completion, pick: (offer: Offer) => void): Record<string, () => void> {
  const pickChosen = () => {
    const offer = offers[chosen];
    if (offer) pick(offer);
  };
  return {
    ArrowDown: () => choose(chosen + 1),
    ArrowUp: () => choose(chosen - 1),
    Enter: pickChosen,
    Tab: pickChosen,
    Escape: dismiss,
  };
}
