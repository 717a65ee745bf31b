// The corner of a bubble: when the message was sent, whether it was edited or pinned, and how far it has come.
import { classes } from '@/design/classes.ts';
import { PinIcon } from '@/design/icons.tsx';
import { isReadable, textOf } from '@/features/messages/content.ts';
import type { Line } from '@/features/messages/line.ts';
import { isRightToLeft } from '@/features/messages/text.ts';
import { TickMark } from '@/features/receipts/TickMark.tsx';
import type { Tick } from '@/features/receipts/ticks.ts';
import { useFormats } from '@/i18n/format.ts';
import { useStrings } from '@/i18n/languages.ts';

// An invisible copy of the corner at the end of the text, so the last line of the text leaves room for the corner.
export function CornerRoom({ line, hasTick }: { line: Line; hasTick: boolean }) {
  return (
    <span
      aria-hidden="true"
      className="invisible inline-flex h-px items-center gap-1 ps-3 text-tiny whitespace-nowrap not-italic select-none"
    >
      <CornerText line={line} />
      {hasTick && <span className="w-[15px]" />}
    </span>
  );
}

export function Corner({ line, tick, isShown }: { line: Line; tick: Tick | undefined; isShown: boolean }) {
  const formats = useFormats();
  return (
    <span
      title={formats.full(line.at)}
      className={classes(
        'corner absolute bottom-1 inline-flex items-center gap-1 text-tiny text-muted not-italic',
        // The corner is where the last line of the text ends: on the left in Arabic or Hebrew.
        isShown && (isRightToLeft(textOf(line.content)) ? 'left-3' : 'right-3'),
        // A phone has no hovering pointer and no room beside the messages.
        !isShown && 'is-quiet max-md:hidden',
      )}
    >
      <CornerText line={line} />
      {tick && tick !== 'failed' && <TickMark tick={tick} />}
      {tick === 'failed' && <span className="size-2 rounded-full bg-danger" />}
    </span>
  );
}

function CornerText({ line }: { line: Line }) {
  const formats = useFormats();
  const strings = useStrings().messages;
  return (
    <>
      {line.isPinned && <PinIcon size={11} aria-label={strings.pinned} />}
      {line.editedAt && isReadable(line.content) && <span title={formats.full(line.editedAt)}>{strings.edited}</span>}
      <time dateTime={new Date(line.at).toISOString()}>{formats.clock(line.at)}</time>
    </>
  );
}
