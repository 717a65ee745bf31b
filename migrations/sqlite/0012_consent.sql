-- The last message before an admin began to share the history with new members. Groups that shared it before this
-- version shared all of it.
ALTER TABLE conversations ADD COLUMN shared_after INTEGER NOT NULL DEFAULT 0;

-- The last message that a member may not see. It is empty if that is the last message before the member joined. Members
-- of groups that shared the history keep what they see.
ALTER TABLE members ADD COLUMN visible_after INTEGER;

UPDATE members SET visible_after = 0 WHERE conversation_id IN (SELECT id FROM conversations WHERE shares_history);

-- The members that the @all of a message does not mention, because they had blocked its sender.
CREATE TABLE mention_exceptions (
  conversation_id BLOB NOT NULL,
  seq             INTEGER NOT NULL,
  user_id         BLOB NOT NULL,
  PRIMARY KEY (conversation_id, seq, user_id)
) STRICT, WITHOUT ROWID;
