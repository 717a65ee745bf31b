-- Whether anybody has blocked the user. The flag saves the search for blocks of a user whom nobody has blocked.
ALTER TABLE users ADD COLUMN is_blocked boolean NOT NULL DEFAULT false;

UPDATE users SET is_blocked = true WHERE id IN (SELECT blocked_id FROM blocks);

CREATE INDEX blocks_of_blocked ON blocks (blocked_id, user_id);
