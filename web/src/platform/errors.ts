// Says in the user's language why the server refused something. It reads the stable error codes; the server's own text
// is in English only.
import { ParleyError } from '@parley/client';
import type { Strings } from '@/i18n/languages.ts';

export function wordsFor(fault: unknown, strings: Strings): string {
  const words = strings.errors;
  if (!(fault instanceof ParleyError)) return words.other;
  switch (fault.code) {
    case 'bad_credentials':
      return words.badCredentials;
    case 'username_taken':
      return words.usernameTaken;
    case 'rate_limited':
      return words.tooMany(Math.ceil((fault.retryAfterMs ?? 0) / 1000));
    case 'overloaded':
    case 'unavailable':
      return words.unavailable;
    case 'blocked':
      return words.blocked;
    case 'consent_needed':
      return words.consentNeeded;
    case 'forbidden':
      return words.forbidden;
    case 'not_found':
      return words.gone;
    case 'network':
    case 'timeout':
    case 'offline':
      return words.unreachable;
    default:
      return words.other;
  }
}

export type FieldErrors = Readonly<Partial<Record<string, string>>>;

// Returns the faults by field; empty if the fault is not about a field.
export function fieldWords(fault: unknown, strings: Strings, codes: Readonly<Record<string, string>> = {}): FieldErrors {
  const words = strings.errors;
  if (!(fault instanceof ParleyError)) return {};
  if (fault.code === 'username_taken') return { username: words.usernameTaken };
  const about = (field: string, code: string) => {
    switch (field) {
      case 'username':
        return words.usernameShape;
      case 'display_name':
        return words.displayNameShape;
      case 'email':
        return words.emailShape;
      case 'current_password':
        return code === 'required' ? words.passwordNeeded : words.passwordWrong;
      case 'password':
      case 'new_password':
        return code === 'too_long' ? words.passwordLong : words.passwordShort;
      default:
        return words.other;
    }
  };
  const named = codes[fault.code];
  if (named) return { [named]: about(named, fault.code) };
  return Object.fromEntries(fault.errors.map(({ field, code }) => [field, about(field, code)]));
}
