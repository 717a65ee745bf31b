import { useStrings } from '@/i18n/languages.ts';
import { SKIN_TONES } from './emoji.ts';

// The choice of a skin tone, for the emoji that have them.
export function SkinTones({ tone, onChoose }: { tone: string; onChoose: (tone: string) => void }) {
  const strings = useStrings().emoji;
  return (
    <div role="radiogroup" aria-label={strings.skinTone} className="flex items-center gap-1 border-t border-border px-2 py-1">
      {SKIN_TONES.map((each, index) => (
        <button
          key={each}
          type="button"
          role="radio"
          aria-checked={each === tone}
          aria-label={strings.tones[index]}
          title={strings.tones[index]}
          onClick={() => onChoose(each)}
          className="grid size-7 place-items-center rounded-control text-[15px] leading-none hover:bg-sunken aria-checked:bg-accent-soft"
        >
          {`✋${each}`}
        </button>
      ))}
    </div>
  );
}
