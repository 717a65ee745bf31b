// A lively example for the screenshots: people, their conversations and their languages. Minutes are before now. A
// message may answer an earlier line, have reactions, or be pinned.

export interface Line {
  by: string;
  minutes: number;
  text: string;
  // The number of the answered line within the talk, from 1.
  replyTo?: number;
  reactions?: Readonly<Record<string, readonly string[]>>;
  isPinned?: boolean;
}

export interface Talk {
  // The title of a group. A direct conversation has none.
  title?: string;
  label?: string;
  members: readonly string[];
  lines: readonly Line[];
  // The number of last lines that Mara has not read.
  unread?: number;
  settings?: Readonly<Record<string, unknown>>;
}

export const PEOPLE: Readonly<Record<string, string>> = {
  mara: 'Mara Lindqvist',
  jonas: 'Jonas Weber',
  misaki: '佐藤 美咲',
  ana: 'Ana Souza',
  noah: 'Noah Clarke',
  layla: 'ليلى حداد',
  eloise: 'Éloïse Martin',
  mykola: 'Mykola Shevchenko',
  priya: 'Priya Raman',
};

const DAY = 24 * 60;

export const TALKS: readonly Talk[] = [
  {
    title: 'Harbour garden',
    label: 'Neighbours',
    members: ['mara', 'jonas', 'misaki', 'ana', 'noah', 'layla', 'eloise', 'mykola'],
    settings: { pinned: true },
    lines: [
      { by: 'eloise', minutes: DAY + 410, text: 'The new beds arrived. Twelve of them, all in one piece.' },
      { by: 'eloise', minutes: DAY + 409, text: 'They are stacked behind the shed, under the green cover.', reactions: { '🎉': ['mara', 'noah', 'ana'] } },
      { by: 'jonas', minutes: DAY + 380, text: 'Wunderbar! Ich bringe am Samstag die Erde mit. Reichen 600 Liter?' },
      { by: 'mara', minutes: DAY + 371, text: 'For twelve beds I would say 900. Mykola has the trailer.', replyTo: 3 },
      { by: 'mykola', minutes: DAY + 362, text: 'Так, причіп вільний. Можу забрати о восьмій.', reactions: { '👍': ['mara', 'jonas'], '🙏': ['eloise'] } },
      { by: 'ana', minutes: DAY + 120, text: 'Alguém quer ficar com as mudas de tomate? Tenho demais na varanda 🍅' },
      { by: 'misaki', minutes: DAY + 96, text: 'トマト、ぜひ! 三つお願いします。', replyTo: 6, reactions: { '🍅': ['ana', 'mara'] } },
      { by: 'noah', minutes: 96, text: 'Morning all. Forecast for Saturday: dry until three, then rain. Shall we start at nine?' , isPinned: true, reactions: { '☀️': ['mara', 'ana', 'misaki', 'jonas'], '👍': ['eloise'] } },
      { by: 'mara', minutes: 92, text: 'Nine is good. I will open the gate at half past eight and make coffee.' },
      { by: 'mara', minutes: 92, text: 'Bring gloves, please. We have six pairs and there are eight of us.' },
      { by: 'layla', minutes: 61, text: 'سأحضر الفطائر للجميع، هل هناك من لا يأكل الجبن؟' },
      { by: 'jonas', minutes: 58, text: 'Alle essen Käse. Danke dir, @layla!', replyTo: 11 },
      { by: 'eloise', minutes: 24, text: 'I drew a plan for the beds so that everybody finds their place:\n- herbs along the wall, where it is warm\n- tomatoes and beans in the middle\n- the four low ones for the children' },
      { by: 'noah', minutes: 9, text: 'That is lovely. The low ones next to the bench, maybe? Then somebody can sit with them.', replyTo: 13, reactions: { '❤️': ['eloise', 'layla'] } },
      { by: 'eloise', minutes: 6, text: 'Bonne idée. @mara, what do you think?' },
      { by: 'mara', minutes: 3, text: 'Yes. I will move the bench on Friday, so it is there when we start.', reactions: { '💪': ['eloise'] } },
    ],
  },
  {
    members: ['mara', 'ana'],
    lines: [
      { by: 'ana', minutes: 190, text: 'Chegou bem? 🙂' },
      { by: 'mara', minutes: 180, text: 'Just in. The train was on time, hard to believe.' },
      { by: 'ana', minutes: 14, text: 'I left the keys with your neighbour on the second floor.' },
      { by: 'ana', minutes: 13, text: 'And there is soup in the fridge!' },
    ],
    unread: 2,
  },
  {
    title: 'Weekend in Porto',
    label: 'Travel',
    members: ['mara', 'ana', 'noah', 'priya'],
    unread: 3,
    lines: [
      { by: 'priya', minutes: 300, text: 'Found three flats near the river. Prices are for four people and two nights.' },
      { by: 'noah', minutes: 240, text: 'The second one has a terrace. I would pay a little more for that.', replyTo: 1 },
      { by: 'ana', minutes: 52, text: 'Terraço, claro!' },
      { by: 'priya', minutes: 47, text: '@mara, can you be there by six on Friday? The owner hands over the keys in person.' },
    ],
  },
  {
    members: ['mara', 'jonas'],
    lines: [
      { by: 'jonas', minutes: 130, text: 'Kannst du mir die Liste von gestern schicken?' },
      { by: 'mara', minutes: 121, text: 'Ist unterwegs. Ich habe die Preise ergänzt.' },
    ],
  },
  {
    title: 'Night shift',
    label: 'Clinic',
    members: ['mara', 'priya', 'mykola', 'noah'],
    settings: { muted_until: '9999-12-31T00:00:00.000Z' },
    unread: 2,
    lines: [
      { by: 'mykola', minutes: 600, text: 'Handover notes are in the folder. Bed 4 wants to be woken at six.' },
      { by: 'priya', minutes: 590, text: 'Thanks. Quiet so far.' },
    ],
  },
  {
    members: ['mara', 'misaki'],
    lines: [
      { by: 'misaki', minutes: DAY + 30, text: '駅で待ってるね 🌿' },
      { by: 'mara', minutes: DAY + 28, text: 'もうすぐ着くよ!' },
    ],
  },
  {
    members: ['mara', 'layla'],
    lines: [
      { by: 'mara', minutes: 2 * DAY + 40, text: 'The photos from Sunday are beautiful.' },
      { by: 'layla', minutes: 2 * DAY + 20, text: 'شكرا جزيلا، أنت رائعة ❤️' },
    ],
  },
  {
    title: 'Book circle',
    label: 'Neighbours',
    members: ['mara', 'eloise', 'noah', 'misaki', 'priya'],
    lines: [
      { by: 'noah', minutes: 3 * DAY + 200, text: 'Next one is on the 14th, at my place. Chapters nine to sixteen.' },
      { by: 'mara', minutes: 3 * DAY + 180, text: 'I am on chapter eleven and cannot stop. See you there.' },
    ],
  },
  {
    members: ['mara', 'mykola'],
    lines: [{ by: 'mykola', minutes: 5 * DAY, text: 'Дякую за допомогу вчора!' }],
  },
  {
    members: ['mara', 'eloise'],
    lines: [{ by: 'mara', minutes: 6 * DAY, text: 'Found your scarf. I will bring it on Saturday.' }],
  },
];
