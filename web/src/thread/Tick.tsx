import { CheckIcon, ClockIcon, DoubleCheckIcon } from '@/design/icons.tsx';
import { useStrings } from '@/i18n/languages.ts';
import type { Tick } from './ticks.ts';

// How far the message has come: by the shape, by the colour, and in words for those who see neither.
export function TickMark({ tick }: { tick: Exclude<Tick, 'failed'> }) {
  const label = useStrings().thread.ticks[tick];
  const Mark = tick === 'sending' ? ClockIcon : tick === 'sent' ? CheckIcon : DoubleCheckIcon;
  return (
    <span role="img" aria-label={label} title={label} data-tick={tick} className={tick === 'read' ? 'text-accent' : 'text-muted'}>
      <Mark size={tick === 'sending' ? 12 : 15} strokeWidth={1.75} />
    </span>
  );
}
