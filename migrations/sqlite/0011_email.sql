-- Anybody can give any address, so only one that its owner has verified is unique. SQLite cannot remove UNIQUE from a
-- column, and a new table users would take along all rows that refer to the old one. So the old column stays, empty.
ALTER TABLE users RENAME COLUMN email TO email_before_0011;
ALTER TABLE users ADD COLUMN email TEXT COLLATE NOCASE;
ALTER TABLE users ADD COLUMN email_verified_at INTEGER;

UPDATE users SET email = email_before_0011, email_before_0011 = NULL WHERE email_before_0011 IS NOT NULL;

CREATE UNIQUE INDEX users_by_verified_email ON users (email) WHERE email_verified_at IS NOT NULL;

-- When the user last proved the password again in this session.
ALTER TABLE sessions ADD COLUMN confirmed_at INTEGER;
