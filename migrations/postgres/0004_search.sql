-- How far the index has followed each conversation, by rev. Without a foreign key, which would lock the conversation's
-- row, and that is the one that every message writes.
CREATE TABLE search_progress (
  conversation_id uuid PRIMARY KEY,
  rev             bigint NOT NULL
);

-- One row a message, in the order in which results are shown: a position grows with the time of the message. The terms
-- are made by Parley, for every kind of store the same, so that nothing depends on the database's locale.
CREATE TABLE message_search (
  position        bigint NOT NULL,
  conversation_id uuid NOT NULL,
  seq             bigint NOT NULL,
  terms           tsvector NOT NULL,
  PRIMARY KEY (position, conversation_id, seq)
);

-- What was written lately waits in a list that every search reads through: a short one.
CREATE INDEX message_search_by_term ON message_search USING gin (terms) WITH (gin_pending_list_limit = 512);
