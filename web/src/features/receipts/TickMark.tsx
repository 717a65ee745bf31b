import { CheckIcon, ClockIcon, DoubleCheckIcon } from '@/design/icons.tsx';
import { useStrings } from '@/i18n/languages.ts';
import type { Tick } from './ticks.ts';

// Shows how far a message has come, by shape, by colour, and in words for screen readers.
export function TickMark({ tick }: { tick: Exclude<Tick, 'failed'> }) {
  const label = useStrings().receipts.ticks[tick];
  const Mark = tick === 'sending' ? ClockIcon : tick === 'sent' ? CheckIcon : DoubleCheckIcon;
  return (
    <span role="img" aria-label={label} title={label} data-tick={tick} className={tick === 'read' ? 'text-accent' : 'text-muted'}>
      <Mark size={tick === 'sending' ? 12 : 15} strokeWidth={1.75} />
    </span>
  );
}
