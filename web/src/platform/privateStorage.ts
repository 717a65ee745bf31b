// Stores what belongs to the signed-in user in this browser, such as drafts and the emoji used last. Nothing is stored for a user
// who keeps nothing on this device, and everything is deleted at sign-out.
const PREFIX = 'parley.';
// The choices for this browser stay: theme, density, language. They say nothing about a user.
const STAYS = 'parley.preferences';

interface PrivateStorageOptions {
  // Returns the browser's storage. It may throw: some browsers refuse it.
  storage: () => Storage;
  // Returns whether something may be stored now.
  keeps: () => boolean;
}

export class PrivateStorage implements Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  constructor(private readonly options: PrivateStorageOptions) {}

  getItem(key: string): string | null {
    return this.options.keeps() ? this.options.storage().getItem(key) : null;
  }

  setItem(key: string, value: string): void {
    if (this.options.keeps()) this.options.storage().setItem(key, value);
  }

  removeItem(key: string): void {
    this.options.storage().removeItem(key);
  }

  forget(): void {
    try {
      const storage = this.options.storage();
      const own = Object.keys(storage).filter((key) => key.startsWith(PREFIX) && key !== STAYS);
      for (const key of own) storage.removeItem(key);
    } catch {
      // A browser that refuses its storage has stored nothing.
    }
  }
}
