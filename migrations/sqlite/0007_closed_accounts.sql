-- Notes the closed account of one member of a direct conversation at the other member, so that a send, which reads that
-- row, knows that nobody would answer.
ALTER TABLE members ADD COLUMN peer_closed INTEGER NOT NULL DEFAULT 0;

UPDATE members SET peer_closed = 1
WHERE conversation_id IN (
    SELECT m.conversation_id
    FROM users u JOIN members m ON m.user_id = u.id JOIN conversations c ON c.id = m.conversation_id
    WHERE u.deactivated_at IS NOT NULL AND c.kind = 'direct')
  AND user_id NOT IN (SELECT id FROM users WHERE deactivated_at IS NOT NULL);
