// Computes when an access token must be renewed. Pure.
import type { SignInReply } from '../../wire.ts';

export interface AccessToken {
  value: string;
  /** The time of the renewal in milliseconds since 1970, by this device's clock. */
  renewAt: number;
}

// A token is renewed a minute before its end, or when a quarter of a short life is left.
const EARLY_MS = 60_000;
const EARLY_PART = 4;
const USUAL_LIFETIME_MS = 900_000;

/**
 * Returns the token of a reply that came at `now`. This device's clock may be wrong, so the lifetime is computed from the
 * two times that the server names and added to `now`.
 */
export function accessTokenOf(reply: Pick<SignInReply, 'access_token' | 'access_expires_at'>, now: number): AccessToken {
  const expiresAt = Date.parse(reply.access_expires_at);
  const lifetime = expiresAt - (issuedAt(reply.access_token) ?? expiresAt - USUAL_LIFETIME_MS);
  return { value: reply.access_token, renewAt: now + lifetime - Math.min(EARLY_MS, lifetime / EARLY_PART) };
}

// The `iat` claim of a JSON Web Token (RFC 7519, section 4.1.6) in milliseconds; undefined if it cannot be read.
function issuedAt(token: string): number | undefined {
  try {
    const claims = JSON.parse(atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'))) as { iat?: number };
    return claims.iat ? claims.iat * 1000 : undefined;
  } catch {
    return undefined;
  }
}
