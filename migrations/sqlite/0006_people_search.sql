-- What people are found by: the words of their names, folded by Parley, for every kind of store the same.
CREATE TABLE user_words (
  user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  word    TEXT NOT NULL,
  PRIMARY KEY (user_id, word)
) STRICT, WITHOUT ROWID;

CREATE INDEX user_words_by_word ON user_words (word);

-- The display name of which the words were made. Whoever has another one by now was added or renamed by an earlier
-- version, and gets words soon.
ALTER TABLE users ADD COLUMN indexed_name TEXT;

CREATE INDEX users_to_index ON users (id) WHERE indexed_name IS NOT display_name;
