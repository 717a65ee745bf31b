ALTER TABLE users ADD COLUMN reachable_by TEXT NOT NULL DEFAULT 'everybody'; -- who may add the user or write first
ALTER TABLE users ADD COLUMN has_invitations INTEGER NOT NULL DEFAULT 0;     -- whether invitations wait for an answer

-- Whether a former member left or was removed. Earlier versions did not note it; nobody is added again against their
-- wish, so these members count as having left.
ALTER TABLE members ADD COLUMN left_self INTEGER NOT NULL DEFAULT 0;

UPDATE members SET left_self = 1 WHERE left_at IS NOT NULL;

-- Invitations that wait for an answer. Without a conversation, it is an invitation to a direct conversation with the
-- inviter.
CREATE TABLE invitations (
  id              BLOB PRIMARY KEY,
  user_id         BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  inviter_id      BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  conversation_id BLOB,
  role            TEXT NOT NULL,
  created_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX invitations_to_groups ON invitations (user_id, conversation_id) WHERE conversation_id IS NOT NULL;
CREATE UNIQUE INDEX invitations_to_direct ON invitations (user_id, inviter_id) WHERE conversation_id IS NULL;
CREATE INDEX invitations_of_inviter ON invitations (inviter_id, user_id);

-- What a user has used of the daily limits. A day is counted from 1970 in UTC; a row of an earlier day counts as empty.
CREATE TABLE daily_use (
  user_id       BLOB PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  day           INTEGER NOT NULL,
  conversations INTEGER NOT NULL, -- that the user created
  members       INTEGER NOT NULL  -- that the user added or invited
) STRICT, WITHOUT ROWID;
