// Decides what can be done with a message. Menu, bar of actions, keys and composer all ask here.
import { isFromUser, textOf } from '@/features/messages/content.ts';
import { isOwn, type ThreadContext } from '@/features/messages/context.ts';
import type { Line } from '@/features/messages/line.ts';

export function capabilities(line: Line, thread: ThreadContext) {
  const isThere = line.state === 'sent' && isFromUser(line.content);
  const isMine = isOwn(line, thread);
  const { canWrite, canPin, canModerate } = thread.permissions;
  return {
    reply: isThere && canWrite,
    react: isThere && canWrite,
    edit: isThere && isMine && canWrite,
    remove: isThere && (isMine ? canWrite : canModerate),
    pin: isThere && canPin,
    copy: textOf(line.content) !== '',
    link: line.state === 'sent',
    readers: isThere && isMine,
    edits: isThere && line.editedAt !== undefined,
  };
}
