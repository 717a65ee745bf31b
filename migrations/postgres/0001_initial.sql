-- Ids are UUIDs, hashes raw bytes. Times are milliseconds since 1970 in UTC: the number that the program knows and that
-- SQLite keeps, without text to write and read between. For people: to_timestamp(created_at / 1000.0).
-- Columns COLLATE "C" are compared byte by byte, the same on every machine; lower() then knows ASCII's letters only,
-- which are all that a username has.

CREATE TABLE settings (
  key   text PRIMARY KEY,
  value bytea NOT NULL
);

CREATE TABLE users (
  id             uuid PRIMARY KEY,
  username       text COLLATE "C" NOT NULL,
  display_name   text NOT NULL,
  email          text COLLATE "C",
  role           text NOT NULL DEFAULT 'user',
  bot            boolean NOT NULL DEFAULT false,
  rev            bigint NOT NULL DEFAULT 0,
  created_at     bigint NOT NULL,
  deactivated_at bigint
);

CREATE UNIQUE INDEX users_by_username ON users (lower(username)); -- its order serves the search by prefix too
CREATE UNIQUE INDEX users_by_email ON users (lower(email));

-- Apart from users, so that no query for a person brings a password hash along.
CREATE TABLE credentials (
  user_id       uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  password_hash text NOT NULL
);

CREATE TABLE sessions (
  id                uuid PRIMARY KEY,
  user_id           uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  user_agent        text NOT NULL,
  address           text NOT NULL,
  created_at        bigint NOT NULL,
  last_seen_at      bigint NOT NULL,
  revoked_at        bigint,
  revocation_reason text,
  CHECK ((revoked_at IS NULL) = (revocation_reason IS NULL))
);

CREATE INDEX sessions_of_user ON sessions (user_id, created_at);

CREATE TABLE refresh_tokens (
  token_hash bytea PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  successor  bytea,
  used_at    bigint,
  expires_at bigint NOT NULL
);

CREATE INDEX refresh_tokens_of_session ON refresh_tokens (session_id);
CREATE INDEX refresh_tokens_by_expiry ON refresh_tokens (expires_at);

-- Half of each page stays free: every message writes its conversation's row anew, and a new version that finds room
-- beside the old one touches no index.
CREATE TABLE conversations (
  id              uuid PRIMARY KEY,
  kind            text NOT NULL,
  title           text NOT NULL,
  label           text NOT NULL,
  shares_history  boolean NOT NULL,
  created_by      uuid REFERENCES users (id),
  created_at      bigint NOT NULL,
  last_seq        bigint NOT NULL DEFAULT 0,
  rev             bigint NOT NULL DEFAULT 1,
  meta_rev        bigint NOT NULL DEFAULT 1,
  last_message_at bigint,
  member_count    bigint NOT NULL DEFAULT 0 CHECK (member_count >= 0),
  direct_key      bytea UNIQUE, -- the two members' ids, the lesser first: two people share one direct conversation
  CHECK ((kind = 'direct') = (direct_key IS NOT NULL))
) WITH (fillfactor = 50);

CREATE TABLE members (
  conversation_id uuid NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  user_id         uuid NOT NULL REFERENCES users (id),
  role            text NOT NULL,
  joined_seq      bigint NOT NULL,
  read_seq        bigint NOT NULL,
  delivered_seq   bigint NOT NULL,
  joined_at       bigint NOT NULL,
  left_at         bigint,
  rev             bigint NOT NULL,
  PRIMARY KEY (conversation_id, user_id)
);

CREATE INDEX members_of_user ON members (user_id, conversation_id);
CREATE INDEX members_by_rev ON members (conversation_id, rev);

CREATE TABLE messages (
  conversation_id uuid NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  seq             bigint NOT NULL,
  rev             bigint NOT NULL,
  created_rev     bigint NOT NULL,
  sender_id       uuid NOT NULL, -- a member, now or once: checked when the message is written, not again here
  client_id       text COLLATE "C" NOT NULL,
  kind            text NOT NULL,
  body            text NOT NULL,
  reply_to_seq    bigint,
  created_at      bigint NOT NULL,
  edited_at       bigint,
  deleted_at      bigint,
  PRIMARY KEY (conversation_id, seq)
);

-- What makes a repeated send one message. The client_id stands first because clients count or take the time for it:
-- what is sent at about the same time, in whatever conversations, then goes to the same page.
CREATE UNIQUE INDEX messages_by_client_id ON messages (client_id, conversation_id, sender_id);
-- Only messages changed since they were sent, so that sending never touches it.
CREATE INDEX messages_changed ON messages (conversation_id, rev) WHERE rev > created_rev;
