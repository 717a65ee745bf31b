ALTER TABLE users ADD COLUMN private_reads INTEGER NOT NULL DEFAULT 0; -- others are not told what this user has read
ALTER TABLE users ADD COLUMN hide_presence INTEGER NOT NULL DEFAULT 0; -- nor whether the user is there
ALTER TABLE users ADD COLUMN do_not_disturb INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN has_blocks INTEGER NOT NULL DEFAULT 0; -- has the user blocked anybody?
ALTER TABLE users ADD COLUMN last_seen_at INTEGER;

-- A member's own settings of a conversation; settings_rev is the rev of the user's own stream at their last change.
ALTER TABLE members ADD COLUMN muted_until INTEGER;
ALTER TABLE members ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN notify TEXT NOT NULL DEFAULT 'all';
ALTER TABLE members ADD COLUMN settings_rev INTEGER NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN silenced INTEGER NOT NULL DEFAULT 0; -- of two: one has blocked the other

CREATE TABLE blocks (
  user_id    BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  blocked_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  PRIMARY KEY (user_id, blocked_id)
) STRICT, WITHOUT ROWID;

-- When a member said to have read up to a message: who has read it, and since when.
CREATE TABLE read_marks (
  conversation_id BLOB NOT NULL,
  user_id         BLOB NOT NULL,
  read_seq        INTEGER NOT NULL,
  marked_at       INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, user_id, read_seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX read_marks_by_time ON read_marks (marked_at);
