-- How far the index has followed each conversation, by rev.
CREATE TABLE search_progress (
  conversation_id BLOB PRIMARY KEY REFERENCES conversations (id) ON DELETE CASCADE,
  rev             INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Which message a row of the index stands for. Its id grows with the time of the message: the index gives its rows in
-- this order, without a sort.
CREATE TABLE search_documents (
  id              INTEGER PRIMARY KEY,
  conversation_id BLOB NOT NULL,
  seq             INTEGER NOT NULL,
  UNIQUE (conversation_id, seq)
) STRICT;

-- The terms are made by Parley, for every kind of store the same; the tokenizer only parts them at the spaces. To it,
-- what is not ASCII is a part of a term. A query asks for whole terms and for how they begin, never where they stand.
CREATE VIRTUAL TABLE search_index USING fts5 (terms, tokenize = "ascii tokenchars '~'", prefix = '2 3', detail = none);
