-- The sign-ins that succeeded, for the user's own list. A few are kept for each user.
CREATE TABLE sign_ins (
  session_id BLOB PRIMARY KEY,
  user_id    BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  at         INTEGER NOT NULL,
  address    TEXT NOT NULL,
  user_agent TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sign_ins_of_user ON sign_ins (user_id, at, session_id);

-- Set while the operator keeps the user from signing in.
ALTER TABLE users ADD COLUMN suspended_at INTEGER;

-- One-time links, such as the one with which a user sets a new password. Only the hash of the token is stored.
CREATE TABLE account_tokens (
  token_hash BLOB PRIMARY KEY,
  user_id    BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  purpose    TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX account_tokens_of_user ON account_tokens (user_id);
CREATE INDEX account_tokens_by_expiry ON account_tokens (expires_at);
