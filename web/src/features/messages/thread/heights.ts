// Estimates the height of a row that has not been measured yet, so that the scroll bar does not jump.
import { textOf } from '@/features/messages/content.ts';
import type { Row } from './rows.ts';

const LINE_PX = 22;
const CHARACTER_PX = 7.4;
const COLUMN_PX = 760;
const MEASURE = 72;

export function estimateHeight(row: Row | undefined, width: number): number {
  switch (row?.kind) {
    case 'message':
      return heightOfMessage(row, width);
    case 'start':
      return 168;
    case 'day':
      return 44;
    case 'unread':
      return 36;
    default:
      return 32;
  }
}

function heightOfMessage({ line, isFirst }: Extract<Row, { kind: 'message' }>, width: number): number {
  const characters = Math.max(16, Math.min(MEASURE, ((Math.min(width, COLUMN_PX) - 80) * 0.86) / CHARACTER_PX));
  let lines = 0;
  for (const text of textOf(line.content).split('\n')) lines += Math.max(1, Math.ceil(text.length / characters));
  const quote = line.quote ? 48 : 0;
  const reactions = line.reactions.length > 0 ? 32 : 0;
  return lines * LINE_PX + 14 + (isFirst ? 12 : 2) + quote + reactions;
}
