import { listIn, pluralIn } from '../grammar/plural.ts';

const plural = pluralIn('en');
const list = listIn('en');

export const messages = {
  pins: {
    none: 'Nothing pinned',
    noneHint: 'Pin what everyone should find again, from a message’s menu.',
  },
  versions: {
    none: 'This message has no earlier versions',
    current: 'Current',
  },
  composer: {
    label: (name: string) => `Message ${name}`,
    send: 'Send',
    save: 'Save the change',
    editing: 'Editing',
    replyingTo: (name: string) => `Reply to ${name}`,
    offers: 'Suggestions',
    everyone: 'Everyone here',
    charactersLeft: (count: number) =>
      count >= 0
        ? plural(count, { one: '# character left', other: '# characters left' })
        : plural(-count, { one: '# character too many', other: '# characters too many' }),
    keys: {
      send: 'Send',
      newLine: 'New line',
      editLast: 'Edit your last message',
      mention: 'Mention a person',
      emoji: 'Emoji by name',
      cancel: 'Stop replying or editing',
    },
  },
  label: (name: string) => `Messages with ${name}`,
  you: 'You',
  someone: 'Former member',
  messageLabel: (name: string, body: string, when: string) => `${name}: ${body}. ${when}`,
  messageMenu: 'Message',
  announce: (name: string, body: string) => `${name}: ${body}`,
  deleted: 'Message deleted',
  hiddenMessages: (count: number) =>
    plural(count, { one: 'Message from a person you blocked', other: '# messages from people you blocked' }),
  showHidden: 'Show',
  deletedBy: (name: string | undefined) => (name ? `Deleted by ${name}` : 'Message deleted'),
  edited: 'edited',
  pinned: 'Pinned',
  couldNotSend: 'Could not send.',
  discard: 'Discard',
  reply: 'Reply',
  react: 'React',
  reactWith: (emoji: string) => `React with ${emoji}`,
  reactedBy: (emoji: string, names: readonly string[], more: number) =>
    `${emoji} ${list(more > 0 ? [...names, plural(more, { one: '# other', other: '# others' })] : names)}`,
  more: 'More',
  edit: 'Edit',
  copyText: 'Copy text',
  copyLink: 'Copy link',
  copied: 'Copied.',
  pin: 'Pin',
  unpin: 'Unpin',
  readers: 'Who has read it',
  edits: 'Earlier versions',
  remove: 'Delete',
  removeTitle: 'Delete this message?',
  removeHint: 'It disappears for everyone. This cannot be undone.',
  goToQuoted: (name: string) => `Go to the message of ${name} that this answers`,
  goToPinned: 'Go to the pinned message',
  allPins: (count: number) => plural(count, { one: '# pinned', other: 'All # pinned' }),
  unreadLine: 'New',
  directBegins: (name: string) => `This is where you and ${name} begin. Say hello.`,
  groupBegins: 'This is where the group begins.',
  toLatest: (count: number) =>
    count > 0 ? plural(count, { one: '# new message: go to it', other: '# new messages: go to the latest' }) : 'Go to the latest message',
  info: 'About this conversation',
  failed: 'The messages could not be loaded',
  missing: 'This conversation is not there',
  missingHint: 'You may have left it, or the link is for someone else.',
  messageMissing: 'That message cannot be shown. It may be older than what you may read.',
  keys: {
    move: 'Previous, next message',
    reply: 'Reply to the message',
    edit: 'Edit the message',
    copy: 'Copy the message',
    react: 'React to the message',
    latest: 'To the latest message',
    write: 'Write',
    details: 'About the conversation',
  },
};
