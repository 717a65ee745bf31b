-- What a message may have beside its text. A plain message has none of it: no row here, and nothing new in its own row.
ALTER TABLE messages ADD COLUMN pinned_at INTEGER;
ALTER TABLE messages ADD COLUMN pinned_by BLOB;
ALTER TABLE messages ADD COLUMN deleted_by BLOB; -- where somebody else than the sender did

CREATE INDEX messages_pinned ON messages (conversation_id, pinned_at, seq) WHERE pinned_at IS NOT NULL;

CREATE TABLE reactions (
  conversation_id BLOB NOT NULL,
  seq             INTEGER NOT NULL,
  place           INTEGER NOT NULL, -- the conversation's rev that brought it: their order
  user_id         BLOB NOT NULL,
  emoji           TEXT NOT NULL,
  PRIMARY KEY (conversation_id, seq, place),
  UNIQUE (conversation_id, seq, user_id, emoji)
) STRICT, WITHOUT ROWID;

-- Who is called by a message. The user whose id is all zeros stands for everybody.
CREATE TABLE mentions (
  conversation_id BLOB NOT NULL,
  seq             INTEGER NOT NULL,
  user_id         BLOB NOT NULL,
  PRIMARY KEY (conversation_id, seq, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX mentions_of_user ON mentions (user_id, conversation_id, seq);

-- What a message said before it was edited, and since when.
CREATE TABLE message_versions (
  conversation_id BLOB NOT NULL,
  seq             INTEGER NOT NULL,
  rev             INTEGER NOT NULL,
  body            TEXT NOT NULL,
  written_at      INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, seq, rev)
) STRICT, WITHOUT ROWID;
