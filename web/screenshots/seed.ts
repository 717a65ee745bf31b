// Creates the story on a server over its API. Then it moves the messages back in time in the database of the stopped
// server, because the API does not permit that.
import { execFileSync } from 'node:child_process';
import { Api, type Person } from '../e2e/support/api.ts';
import type { Server } from '../e2e/support/server.ts';
import { PEOPLE, TALKS, type Talk } from './story.ts';

const MINUTE_MS = 60_000;

export async function seed(server: Server) {
  const api = new Api(server.url);
  const people = new Map<string, Person>();
  for (const [name, displayName] of Object.entries(PEOPLE)) people.set(name, await api.person(name, displayName));
  const person = (name: string) => {
    const found = people.get(name);
    if (!found) throw new Error(`Nobody in the story is called ${name}`);
    return found;
  };

  const changes: string[] = [];
  const ids: string[] = [];
  for (const talk of TALKS) {
    const id = await tell(api, talk, person);
    ids.push(id);
    changes.push(...movedBack(id, await seqsOf(api, id, person('mara')), talk));
  }
  await server.end();
  execFileSync('sqlite3', [server.database], { input: `BEGIN;\n${changes.join('\n')}\nCOMMIT;` });
  await server.run();
  return { ids, mara: person('mara'), person };
}

async function tell(api: Api, talk: Talk, person: (name: string) => Person): Promise<string> {
  const [first, second] = talk.members.map(person);
  if (!first || !second) throw new Error('A talk is of two at least');
  const id = talk.title === undefined ? await api.direct(first, second) : await api.group(first, talk.title, talk.members.slice(1).map(person), talk.label);
  const seqs: number[] = [];
  for (const line of talk.lines) {
    const seq = await api.send(person(line.by), id, line.text, line.replyTo === undefined ? undefined : seqs[line.replyTo - 1]);
    seqs.push(seq);
    for (const [emoji, names] of Object.entries(line.reactions ?? {})) {
      const path = `/conversations/${id}/messages/${seq}/reactions/${encodeURIComponent(emoji)}`;
      for (const name of names) await api.call('PUT', path, undefined, person(name).token);
    }
    if (line.isPinned) await api.call('PUT', `/conversations/${id}/pins/${seq}`, undefined, first.token);
  }
  const last = seqs.at(-1) ?? 0;
  for (const member of talk.members) {
    const isBehind = member === 'mara' && talk.unread;
    const read = isBehind ? (seqs.at(-1 - (talk.unread ?? 0)) ?? 0) : last;
    if (read > 0) await api.call('POST', `/conversations/${id}/receipt`, { read }, person(member).token);
  }
  if (talk.settings) await api.call('PATCH', `/conversations/${id}/settings`, talk.settings, first.token);
  return id;
}

async function seqsOf(api: Api, id: string, reader: Person) {
  const { messages } = await api.call<{ messages: { seq: number; kind: string }[] }>('GET', `/conversations/${id}/messages?limit=100`, undefined, reader.token);
  return messages.filter((message) => message.kind === 'text').map((message) => message.seq).sort((one, other) => one - other);
}

function movedBack(id: string, seqs: readonly number[], { lines }: Talk) {
  const blob = `x'${id.replaceAll('-', '')}'`;
  const at = (minutes: number) => Date.now() - minutes * MINUTE_MS;
  const earliest = at(Math.max(...lines.map((line) => line.minutes)) + 5);
  const latest = at(Math.min(...lines.map((line) => line.minutes)));
  return [
    `UPDATE messages SET created_at = ${earliest} WHERE conversation_id = ${blob};`,
    ...lines.map((line, index) => `UPDATE messages SET created_at = ${at(line.minutes)} WHERE conversation_id = ${blob} AND seq = ${seqs[index]};`),
    `UPDATE conversations SET created_at = ${earliest}, last_message_at = ${latest} WHERE id = ${blob};`,
  ];
}
