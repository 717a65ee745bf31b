import { isNotice } from '@/features/messages/content.ts';
import type { Line } from '@/features/messages/line.ts';

// A thread as rows. Messages are grouped by sender and time; days and the beginning of the unread messages are rows of
// their own. The keys of rows do not change when messages arrive, so rows need not be measured again.
export type Row =
  | { kind: 'start'; key: string }
  | { kind: 'day'; key: string; at: number }
  | { kind: 'unread'; key: string }
  | { kind: 'system'; key: string; line: Line }
  | HiddenRow
  | MessageRow;

// Messages of blocked people that follow each other. The key is that of the first one.
export interface HiddenRow {
  kind: 'hidden';
  key: string;
  // The last one of them.
  line: Line;
  keys: readonly string[];
}

export interface MessageRow {
  kind: 'message';
  key: string;
  line: Line;
  // The first message of a group shows the sender, the last one the corner and the ticks.
  isFirst: boolean;
  isLast: boolean;
}

export interface RowOptions {
  // The last seq that was read when the thread was opened; undefined if nothing was unread.
  readonly unreadAfter: number | undefined;
  // Whether the first message of the conversation is among the lines.
  readonly startsHere: boolean;
  readonly me: string;
  // Whether a line is hidden, because the reader has blocked its sender and has not asked to see it.
  readonly isHidden?: (line: Line) => boolean;
}

const GROUP_MS = 5 * 60_000;

export function layOut(lines: readonly Line[], { unreadAfter, startsHere, me, isHidden = () => false }: RowOptions): Row[] {
  const rows: Row[] = [];
  if (startsHere) rows.push({ kind: 'start', key: 'start' });
  let previous: Line | undefined;
  // If the first loaded line is unread already, the unread messages begin further up, outside of the loaded lines.
  const [first] = lines;
  let hasUnreadRow = unreadAfter === undefined || (!startsHere && first !== undefined && isUnread(first, unreadAfter, me));
  for (const line of lines) {
    // The first loaded line begins a day only if nothing comes before it. A separator that disappeared again when older
    // lines arrive would move the messages under the reader's eyes.
    const isNewDay = previous ? dayOf(previous.at) !== dayOf(line.at) : startsHere;
    if (isNewDay) rows.push({ kind: 'day', key: `day-${dayOf(line.at)}`, at: line.at });
    const isLineHidden = isHidden(line);
    const isFirstUnread = !hasUnreadRow && !isLineHidden && isUnread(line, unreadAfter ?? 0, me);
    if (isFirstUnread) {
      rows.push({ kind: 'unread', key: 'unread' });
      hasUnreadRow = true;
    }
    const follows = !isNewDay && !isFirstUnread && previous !== undefined && belongTogether(previous, line);
    if (isLineHidden) addHidden(rows, line);
    else addLine(rows, line, follows);
    previous = line;
  }
  return rows;
}

function addLine(rows: Row[], line: Line, follows: boolean): void {
  if (isNotice(line.content)) {
    rows.push({ kind: 'system', key: line.key, line });
    return;
  }
  const before = rows.at(-1);
  if (follows && before?.kind === 'message') before.isLast = false;
  rows.push({ kind: 'message', key: line.key, line, isFirst: !follows, isLast: true });
}

function addHidden(rows: Row[], line: Line): void {
  const before = rows.at(-1);
  if (before?.kind === 'hidden') rows[rows.length - 1] = { ...before, line, keys: [...before.keys, line.key] };
  else rows.push({ kind: 'hidden', key: `hidden-${line.key}`, line, keys: [line.key] });
}

function isUnread(line: Line, unreadAfter: number, me: string): boolean {
  return line.seq !== undefined && line.seq > unreadAfter && line.sender !== me;
}

function belongTogether(one: Line, next: Line): boolean {
  return !isNotice(one.content) && !isNotice(next.content) && one.sender === next.sender && next.at - one.at < GROUP_MS;
}

// Returns the day in the reader's time zone as text that sorts.
export function dayOf(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

// Returns the index of a message among the rows; -1 if it is not there.
export function rowOfSeq(rows: readonly Row[], seq: number): number {
  let low = 0;
  let high = rows.length - 1;
  // The search steps over rows without a seq, such as days and pending messages.
  while (low <= high) {
    const middle = (low + high) >> 1;
    let at = middle;
    while (at <= high && seqOf(rows[at]) === undefined) at += 1;
    const found = at <= high ? seqOf(rows[at]) : undefined;
    if (found === seq) return at;
    if (found === undefined || found > seq) high = middle - 1;
    else low = at + 1;
  }
  return -1;
}

export function seqOf(row: Row | undefined): number | undefined {
  return row && 'line' in row ? row.line.seq : undefined;
}
