-- What people are found by: the words of their names, folded by Parley, for every kind of store the same.
CREATE TABLE user_words (
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  word    text COLLATE "C" NOT NULL,
  PRIMARY KEY (user_id, word)
);

CREATE INDEX user_words_by_word ON user_words (word, user_id);

-- The display name of which the words were made. Whoever has another one by now was added or renamed by an earlier
-- version, and gets words soon.
ALTER TABLE users ADD COLUMN indexed_name text;

CREATE INDEX users_to_index ON users (id) WHERE indexed_name IS DISTINCT FROM display_name;
