// Realistic messages, the same ones in every run, for the bench and for looking at the thread without a server.
import type { Line } from '../src/features/messages/line.ts';

const TEXTS = [
  'Morning',
  'Did the build go through? I saw https://ci.example.org/runs/4711 turn red around midnight.',
  'It did, on the second try. The first one hit the disk limit, so I cleaned up the old images and gave it another go. Should be stable now, but keep an eye on it please.',
  '👍',
  'Thanks! @grace can you look at the **migration** before noon? The `rev` column needs an index.',
  '```sql\nSELECT conversation, max(rev)\n  FROM messages\n GROUP BY conversation;\n```\nthis is what I ran',
  'ok',
  'Lunch?',
  'هل يمكننا أن نلتقي غدًا في الساعة الثالثة؟',
  '明日の会議は午後三時からです。よろしくお願いします。',
  'One thing I keep coming back to: the list is fast because nothing on the way of a message waits for anything it does not need. Every feature we add should keep that in mind, or we will spend the next year finding out where the time went.',
  'yes',
  'see you at 3 😄',
  '🎉🎉🎉',
  'Averyveryveryveryveryveryveryverylongwordwithoutanyspaceinitthatmustbebrokensomewherebecauseotherwiseitwouldleavethebubble',
];
const PEOPLE = ['ada', 'grace', 'lin', 'omar'];
const MINUTE_MS = 60_000;

export function makeMessages(count: number, me: string, until: number): Line[] {
  let random = 20_260;
  const next = (most: number) => {
    random = (random * 48_271) % 2_147_483_647;
    return random % most;
  };
  const lines: Line[] = [];
  let sender = me;
  let at = until - count * 4 * MINUTE_MS;
  for (let seq = 1; seq <= count; seq += 1) {
    if (next(3) === 0) sender = [me, ...PEOPLE][next(PEOPLE.length + 1)] ?? me;
    at += next(8) * MINUTE_MS;
    lines.push(message(seq, sender, Math.min(at, until), TEXTS[next(TEXTS.length)] ?? '', next, lines));
  }
  return lines;
}

function message(seq: number, sender: string, at: number, body: string, next: (most: number) => number, before: Line[]): Line {
  const quoted = seq > 20 && next(12) === 0 ? before[seq - 2 - next(15)] : undefined;
  return {
    key: `m${seq}`,
    seq,
    sender,
    clientId: `m${seq}`,
    at,
    content: { kind: 'text', text: body },
    deletedBy: undefined,
    state: 'sent',
    error: undefined,
    editedAt: next(25) === 0 ? new Date(at).toISOString() : undefined,
    quote: quoted?.seq && { seq: quoted.seq, sender: quoted.sender, content: quoted.content },
    reactions: next(9) === 0 ? [{ emoji: '👍', users: PEOPLE.slice(0, 1 + next(3)) }, { emoji: '🎉', users: ['me'] }] : [],
    mentions: [],
    mentionsAll: false,
    isPinned: next(80) === 0,
  } as Line;
}
