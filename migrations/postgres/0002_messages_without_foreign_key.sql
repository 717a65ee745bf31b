-- Whoever inserts a message holds its conversation's row, locked by the same transaction: looking for it once more cost
-- a quarter of an insert. Conversations are never deleted; who deletes one by hand deletes its messages first.
ALTER TABLE messages DROP CONSTRAINT messages_conversation_id_fkey;
