ALTER TABLE users
  ADD COLUMN reachable_by    text COLLATE "C" NOT NULL DEFAULT 'everybody', -- who may add the user or write first
  ADD COLUMN has_invitations boolean NOT NULL DEFAULT false;                -- whether invitations wait for an answer

-- Whether a former member left or was removed. Earlier versions did not note it; nobody is added again against their
-- wish, so these members count as having left.
ALTER TABLE members ADD COLUMN left_self boolean NOT NULL DEFAULT false;

UPDATE members SET left_self = true WHERE left_at IS NOT NULL;

-- Invitations that wait for an answer. Without a conversation, it is an invitation to a direct conversation with the
-- inviter.
CREATE TABLE invitations (
  id              uuid PRIMARY KEY,
  user_id         uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  inviter_id      uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  conversation_id uuid,
  role            text NOT NULL,
  created_at      bigint NOT NULL
);

CREATE UNIQUE INDEX invitations_to_groups ON invitations (user_id, conversation_id) WHERE conversation_id IS NOT NULL;
CREATE UNIQUE INDEX invitations_to_direct ON invitations (user_id, inviter_id) WHERE conversation_id IS NULL;
CREATE INDEX invitations_of_inviter ON invitations (inviter_id, user_id);

-- What a user has used of the daily limits. A day is counted from 1970 in UTC; a row of an earlier day counts as empty.
CREATE TABLE daily_use (
  user_id       uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  day           bigint NOT NULL,
  conversations bigint NOT NULL, -- that the user created
  members       bigint NOT NULL  -- that the user added or invited
);
