-- What a message may have beside its text. A plain message has none of it: no row here, and nothing new in its own row.
ALTER TABLE messages
  ADD COLUMN pinned_at  bigint,
  ADD COLUMN pinned_by  uuid,
  ADD COLUMN deleted_by uuid; -- where somebody else than the sender did

CREATE INDEX messages_pinned ON messages (conversation_id, pinned_at, seq) WHERE pinned_at IS NOT NULL;

CREATE TABLE reactions (
  conversation_id uuid NOT NULL,
  seq             bigint NOT NULL,
  place           bigint NOT NULL, -- the conversation's rev that brought it: their order
  user_id         uuid NOT NULL,
  emoji           text COLLATE "C" NOT NULL,
  PRIMARY KEY (conversation_id, seq, place),
  UNIQUE (conversation_id, seq, user_id, emoji)
);

-- Who is called by a message. The user whose id is all zeros stands for everybody.
CREATE TABLE mentions (
  conversation_id uuid NOT NULL,
  seq             bigint NOT NULL,
  user_id         uuid NOT NULL,
  PRIMARY KEY (conversation_id, seq, user_id)
);

CREATE INDEX mentions_of_user ON mentions (user_id, conversation_id, seq);

-- What a message said before it was edited, and since when.
CREATE TABLE message_versions (
  conversation_id uuid NOT NULL,
  seq             bigint NOT NULL,
  rev             bigint NOT NULL,
  body            text NOT NULL,
  written_at      bigint NOT NULL,
  PRIMARY KEY (conversation_id, seq, rev)
);
