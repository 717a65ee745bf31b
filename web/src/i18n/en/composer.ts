import { pluralIn } from '../grammar/plural.ts';

const plural = pluralIn('en');

export const composer = {
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
  emoji: {
    title: 'Emoji',
    search: 'Search emoji',
    recent: 'Used last',
    found: 'Found',
    nothing: 'No emoji by that name',
    failed: 'The emoji could not be loaded',
    skinTone: 'Skin tone',
    tones: ['No skin tone', 'Light', 'Medium light', 'Medium', 'Medium dark', 'Dark'] as readonly string[],
    groups: {
      people: 'Smileys and people',
      nature: 'Animals and nature',
      food: 'Food and drink',
      travel: 'Travel and places',
      activities: 'Activities',
      objects: 'Objects',
      symbols: 'Symbols',
      flags: 'Flags',
    },
  },
  keys: {
    send: 'Send',
    newLine: 'New line',
    editLast: 'Edit your last message',
    mention: 'Mention somebody',
    emoji: 'Emoji by name',
    cancel: 'Stop replying or editing',
  },
};
