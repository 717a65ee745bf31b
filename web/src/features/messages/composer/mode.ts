// What the composer is used for: a new message, an answer to a message, or a change of a message.
import type { Subject } from './drafts.ts';

export type Mode = { kind: 'new' } | { kind: 'reply'; to: Subject } | { kind: 'edit'; of: Subject };
