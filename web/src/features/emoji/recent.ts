// The emoji that were used last on this device, newest first. A few common ones fill the list until then.
const KEY = 'parley.emoji.recent';
const MOST = 24;
const FIRST = ['👍', '❤️', '😂', '🎉', '😮', '😢', '🙏', '🔥'];

export function recentEmoji(storage: Pick<Storage, 'getItem'>): string[] {
  try {
    const stored: unknown = JSON.parse(storage.getItem(KEY) ?? '[]');
    const used = Array.isArray(stored) ? stored.filter((each) => typeof each === 'string') : [];
    return [...new Set([...used, ...FIRST])].slice(0, MOST);
  } catch {
    return FIRST;
  }
}

export function rememberEmoji(storage: Pick<Storage, 'getItem' | 'setItem'>, emoji: string): void {
  try {
    storage.setItem(KEY, JSON.stringify([emoji, ...recentEmoji(storage).filter((each) => each !== emoji)].slice(0, MOST)));
  } catch {
    // The storage may be full or forbidden; the list stays as it is then.
  }
}
