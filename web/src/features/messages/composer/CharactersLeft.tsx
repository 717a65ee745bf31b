import { classes } from '@/design/classes.ts';
import { useFormats } from '@/i18n/format.ts';
import { useStrings } from '@/i18n/languages.ts';

// From this share of the limit on, the rest is counted.
const COUNT_FROM = 0.9;

// Counts the characters that are left, or that are too many. Shows nothing while the text is far from the limit.
export function CharactersLeft({ left, most }: { left: number; most: number }) {
  const formats = useFormats();
  const strings = useStrings().messages.composer;
  if (left > most * (1 - COUNT_FROM)) return null;
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
