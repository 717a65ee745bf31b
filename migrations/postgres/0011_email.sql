-- Anybody can give any address, so only one that its owner has verified is unique.
ALTER TABLE users ADD COLUMN email_verified_at bigint;

DROP INDEX users_by_email;
CREATE UNIQUE INDEX users_by_verified_email ON users (lower(email)) WHERE email_verified_at IS NOT NULL;

-- When the user last proved the password again in this session.
ALTER TABLE sessions ADD COLUMN confirmed_at bigint;
