import { ArrowDownIcon } from '@/design/icons.tsx';
import { useFormats } from '@/i18n/format.ts';
import { useStrings } from '@/i18n/languages.ts';

// Goes back to the latest message. It shows how many messages have come since the reader scrolled away.
export function LatestButton({ count, onPress }: { count: number; onPress: () => void }) {
  const strings = useStrings().messages;
  const formats = useFormats();
  return (
    <button
      type="button"
      onClick={onPress}
      aria-label={strings.toLatest(count)}
      title={strings.toLatest(count)}
      className="animate-rise absolute end-4 bottom-3 z-10 grid size-10 place-items-center rounded-full border border-border bg-raised text-muted shadow-raised transition-colors hover:text-text"
    >
      <ArrowDownIcon size={20} />
      {count > 0 && (
        <span className="absolute -top-2 min-w-5 rounded-full bg-accent px-1.5 text-tiny leading-5 font-semibold text-on-accent tabular">
          {formats.number(count)}
        </span>
      )}
    </button>
  );
}
