ALTER TABLE users
  ADD COLUMN private_reads  boolean NOT NULL DEFAULT false, -- others are not told what this user has read
  ADD COLUMN hide_presence  boolean NOT NULL DEFAULT false, -- nor whether the user is there
  ADD COLUMN do_not_disturb boolean NOT NULL DEFAULT false,
  ADD COLUMN has_blocks     boolean NOT NULL DEFAULT false, -- has the user blocked anybody?
  ADD COLUMN last_seen_at   bigint;

-- A member's own settings of a conversation; settings_rev is the rev of the user's own stream at their last change.
ALTER TABLE members
  ADD COLUMN muted_until  bigint,
  ADD COLUMN pinned       boolean NOT NULL DEFAULT false,
  ADD COLUMN archived     boolean NOT NULL DEFAULT false,
  ADD COLUMN notify       text NOT NULL DEFAULT 'all',
  ADD COLUMN settings_rev bigint NOT NULL DEFAULT 0,
  ADD COLUMN silenced     boolean NOT NULL DEFAULT false; -- of two: one has blocked the other

CREATE TABLE blocks (
  user_id    uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  blocked_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  PRIMARY KEY (user_id, blocked_id)
);

-- When a member said to have read up to a message: who has read it, and since when.
CREATE TABLE read_marks (
  conversation_id uuid NOT NULL,
  user_id         uuid NOT NULL,
  read_seq        bigint NOT NULL,
  marked_at       bigint NOT NULL,
  PRIMARY KEY (conversation_id, user_id, read_seq)
);

CREATE INDEX read_marks_by_time ON read_marks (marked_at);
