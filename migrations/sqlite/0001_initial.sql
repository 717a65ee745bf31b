-- Ids are the 16 bytes of a UUID, times milliseconds since 1970 in UTC, hashes raw bytes.
-- Tables whose key is wide are WITHOUT ROWID: the key's tree is the table, and a row costs one tree fewer.

CREATE TABLE settings (
  key   TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
  id             BLOB PRIMARY KEY,
  username       TEXT NOT NULL COLLATE NOCASE UNIQUE,
  display_name   TEXT NOT NULL,
  email          TEXT COLLATE NOCASE UNIQUE,
  role           TEXT NOT NULL DEFAULT 'user',
  bot            INTEGER NOT NULL DEFAULT 0,
  rev            INTEGER NOT NULL DEFAULT 0,
  created_at     INTEGER NOT NULL,
  deactivated_at INTEGER
) STRICT, WITHOUT ROWID;

-- Apart from users, so that no query for a person brings a password hash along.
CREATE TABLE credentials (
  user_id       BLOB PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  password_hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
  id                BLOB PRIMARY KEY,
  user_id           BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  user_agent        TEXT NOT NULL,
  address           TEXT NOT NULL,
  created_at        INTEGER NOT NULL,
  last_seen_at      INTEGER NOT NULL,
  revoked_at        INTEGER,
  revocation_reason TEXT,
  CHECK ((revoked_at IS NULL) = (revocation_reason IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_of_user ON sessions (user_id, created_at);

CREATE TABLE refresh_tokens (
  token_hash BLOB PRIMARY KEY,
  session_id BLOB NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  successor  BLOB,
  used_at    INTEGER,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX refresh_tokens_of_session ON refresh_tokens (session_id);
CREATE INDEX refresh_tokens_by_expiry ON refresh_tokens (expires_at);

CREATE TABLE conversations (
  id              BLOB PRIMARY KEY,
  kind            TEXT NOT NULL,
  title           TEXT NOT NULL,
  label           TEXT NOT NULL,
  shares_history  INTEGER NOT NULL,
  created_by      BLOB REFERENCES users (id),
  created_at      INTEGER NOT NULL,
  last_seq        INTEGER NOT NULL DEFAULT 0,
  rev             INTEGER NOT NULL DEFAULT 1,
  meta_rev        INTEGER NOT NULL DEFAULT 1,
  last_message_at INTEGER,
  member_count    INTEGER NOT NULL DEFAULT 0 CHECK (member_count >= 0),
  direct_key      BLOB UNIQUE, -- the two members' ids, the lesser first: two people share one direct conversation
  CHECK ((kind = 'direct') = (direct_key IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE members (
  conversation_id BLOB NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  user_id         BLOB NOT NULL REFERENCES users (id),
  role            TEXT NOT NULL,
  joined_seq      INTEGER NOT NULL,
  read_seq        INTEGER NOT NULL,
  delivered_seq   INTEGER NOT NULL,
  joined_at       INTEGER NOT NULL,
  left_at         INTEGER,
  rev             INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX members_of_user ON members (user_id, conversation_id);
CREATE INDEX members_by_rev ON members (conversation_id, rev);

CREATE TABLE messages (
  conversation_id BLOB NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  seq             INTEGER NOT NULL,
  rev             INTEGER NOT NULL,
  created_rev     INTEGER NOT NULL,
  sender_id       BLOB NOT NULL, -- a member, now or once: checked when the message is written, not again here
  client_id       TEXT NOT NULL,
  kind            TEXT NOT NULL,
  body            TEXT NOT NULL,
  reply_to_seq    INTEGER,
  created_at      INTEGER NOT NULL,
  edited_at       INTEGER,
  deleted_at      INTEGER,
  PRIMARY KEY (conversation_id, seq)
) STRICT, WITHOUT ROWID;

-- What makes a repeated send one message. The client_id stands first because clients count or take the time for it:
-- what is sent at about the same time, in whatever conversations, then goes to the same page, and a batch writes a
-- third less.
CREATE UNIQUE INDEX messages_by_client_id ON messages (client_id, conversation_id, sender_id);
-- Only messages changed since they were sent, so that sending never touches it.
CREATE INDEX messages_changed ON messages (conversation_id, rev) WHERE rev > created_rev;
