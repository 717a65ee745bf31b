// Creates the client_id of a message. Ids are unique, and the ids of one program ascend, so that messages of one millisecond
// keep their order.
let counted = 0;

/** Returns a new id for a message that was written at `now`, in milliseconds since 1970. */
export function newClientId(now: number): string {
  counted += 1;
  return `${now.toString(36)}-${counted.toString(36).padStart(4, '0')}-${randomText(12)}`;
}

const LETTERS = '0123456789abcdefghijklmnopqrstuv';

// React Native has crypto only with an extra package. Math.random is enough there: the id must be unique, not secret.
function randomText(length: number): string {
  const bytes = new Uint8Array(length);
  if (typeof crypto !== 'undefined' && 'getRandomValues' in crypto) crypto.getRandomValues(bytes);
  else for (let at = 0; at < length; at += 1) bytes[at] = Math.random() * 256;
  return Array.from(bytes, (byte) => LETTERS[byte & 31]).join('');
}
