-- A filled database of version 0012: rows of every table, as that version wrote them. Never edited.

INSERT INTO settings (key, value) VALUES ('epoch', '\x0190e000000070008000000000000001');

INSERT INTO users (id, username, display_name, email, role, bot, rev, created_at, deactivated_at,
                   indexed_name, email_verified_at) VALUES
  ('0190a000-0000-7000-8000-000000000001', 'Ada', 'Ada Lovelace', 'ada@example.org', 'admin', false, 4, 1700000000000, NULL, 'Ada Lovelace', 1700000000500),
  ('0190a000-0000-7000-8000-000000000002', 'bob', 'Bob "the" \ Builder', NULL, 'user', false, 2, 1700000001000, NULL, 'Countess Bob', NULL),
  ('0190a000-0000-7000-8000-000000000003', 'cy', 'Cy', NULL, 'user', true, 1, 1700000002000, 1700000009000, 'Cy', NULL);

INSERT INTO user_words (user_id, word) VALUES
  ('0190a000-0000-7000-8000-000000000001', 'ada'), ('0190a000-0000-7000-8000-000000000001', 'lovelace'),
  ('0190a000-0000-7000-8000-000000000002', 'bob'), ('0190a000-0000-7000-8000-000000000002', 'countess'),
  ('0190a000-0000-7000-8000-000000000003', 'cy');

INSERT INTO credentials (user_id, password_hash) VALUES
  ('0190a000-0000-7000-8000-000000000001', '$2b$12$hash-of-ada');

INSERT INTO sessions (id, user_id, user_agent, address, created_at, last_seen_at, revoked_at, revocation_reason,
                      confirmed_at) VALUES
  ('0190b000-0000-7000-8000-000000000001', '0190a000-0000-7000-8000-000000000001', 'Firefox', '127.0.0.1', 1700000003000, 1700000004000, NULL, NULL, 1700000003900),
  ('0190b000-0000-7000-8000-000000000002', '0190a000-0000-7000-8000-000000000001', 'Safari', '127.0.0.1', 1700000003000, 1700000003500, 1700000003600, 'logout', NULL);

INSERT INTO refresh_tokens (token_hash, session_id, successor, used_at, expires_at) VALUES
  ('\x1111111111111111111111111111111111111111111111111111111111111111', '0190b000-0000-7000-8000-000000000001', '\x2222222222222222222222222222222222222222222222222222222222222222', 1700000004000, 1800000000000),
  ('\x2222222222222222222222222222222222222222222222222222222222222222', '0190b000-0000-7000-8000-000000000001', NULL, NULL, 1800000000000);

INSERT INTO conversations (id, kind, title, label, shares_history, created_by, created_at, last_seq, rev, meta_rev,
                           last_message_at, member_count, direct_key) VALUES
  ('0190c000-0000-7000-8000-000000000001', 'group', 'Engines', 'urgent', true, '0190a000-0000-7000-8000-000000000001', 1700000005000, 3, 8, 1, 1700000008000, 2, NULL),
  ('0190c000-0000-7000-8000-000000000002', 'direct', '', '', false, '0190a000-0000-7000-8000-000000000001', 1700000005000, 0, 1, 1, NULL, 2, '\x0190a0000000700080000000000000010190a000000070008000000000000002');

INSERT INTO members (conversation_id, user_id, role, joined_seq, read_seq, delivered_seq, joined_at, left_at, rev) VALUES
  ('0190c000-0000-7000-8000-000000000001', '0190a000-0000-7000-8000-000000000001', 'admin', 0, 3, 3, 1700000005000, NULL, 1),
  ('0190c000-0000-7000-8000-000000000001', '0190a000-0000-7000-8000-000000000002', 'member', 1, 2, 2, 1700000006000, NULL, 3),
  ('0190c000-0000-7000-8000-000000000001', '0190a000-0000-7000-8000-000000000003', 'member', 0, 0, 0, 1700000005000, 1700000009000, 8),
  ('0190c000-0000-7000-8000-000000000002', '0190a000-0000-7000-8000-000000000001', 'member', 0, 0, 0, 1700000005000, NULL, 1),
  ('0190c000-0000-7000-8000-000000000002', '0190a000-0000-7000-8000-000000000002', 'member', 0, 0, 0, 1700000005000, NULL, 1);

INSERT INTO messages (conversation_id, seq, rev, created_rev, sender_id, client_id, kind, body, reply_to_seq, created_at,
                      edited_at, deleted_at, deleted_by, pinned_at, pinned_by) VALUES
  ('0190c000-0000-7000-8000-000000000001', 1, 6, 2, '0190a000-0000-7000-8000-000000000001', 'a-1', 'text', 'Hello, edited', NULL, 1700000006000, 1700000007000, NULL, NULL, 1700000007800, '0190a000-0000-7000-8000-000000000001'),
  ('0190c000-0000-7000-8000-000000000001', 2, 7, 4, '0190a000-0000-7000-8000-000000000003', 'c-1', 'text', '', NULL, 1700000007000, NULL, 1700000007500, '0190a000-0000-7000-8000-000000000001', NULL, NULL),
  ('0190c000-0000-7000-8000-000000000001', 3, 5, 5, '0190a000-0000-7000-8000-000000000002', 'b-1', 'text', 'ünïcödé 😀', 1, 1700000008000, NULL, NULL, NULL, NULL, NULL);

INSERT INTO reactions (conversation_id, seq, place, user_id, emoji) VALUES
  ('0190c000-0000-7000-8000-000000000001', 1, 6, '0190a000-0000-7000-8000-000000000002', '👍');

INSERT INTO mentions (conversation_id, seq, user_id) VALUES
  ('0190c000-0000-7000-8000-000000000001', 1, '0190a000-0000-7000-8000-000000000002');

INSERT INTO message_versions (conversation_id, seq, rev, body, written_at) VALUES
  ('0190c000-0000-7000-8000-000000000001', 1, 2, 'Hello', 1700000006000);

INSERT INTO search_progress (conversation_id, rev) VALUES ('0190c000-0000-7000-8000-000000000001', 8);

INSERT INTO message_search (position, conversation_id, seq, terms) VALUES
  (1782579206291460097, '0190c000-0000-7000-8000-000000000001', 1, '''edited'' ''hello'' ''~from00000001'' ''~in00000001'''),
  (1782579208388612099, '0190c000-0000-7000-8000-000000000001', 3, '''unicode'' ''😀'' ''~from00000002'' ''~in00000001''');

UPDATE users SET reachable_by = 'nobody', has_invitations = true WHERE username = 'bob';
UPDATE members SET left_self = true WHERE left_at IS NOT NULL;

INSERT INTO invitations (id, user_id, inviter_id, conversation_id, role, created_at) VALUES
  ('0190d000-0000-7000-8000-000000000001', '0190a000-0000-7000-8000-000000000002', '0190a000-0000-7000-8000-000000000001', NULL, 'member', 1700000009000);

INSERT INTO daily_use (user_id, day, conversations, members) VALUES ('0190a000-0000-7000-8000-000000000001', 19675, 1, 1);

INSERT INTO sign_ins (session_id, user_id, at, address, user_agent) VALUES
  ('0190b000-0000-7000-8000-000000000001', '0190a000-0000-7000-8000-000000000001', 1700000004000, '192.0.2.1', 'test/1.0');

INSERT INTO account_tokens (token_hash, user_id, purpose, expires_at) VALUES
  ('\x3333333333333333333333333333333333333333333333333333333333333333', '0190a000-0000-7000-8000-000000000001', 'reset', 1900000000000);

UPDATE conversations SET shared_after = 1 WHERE kind = 'group';
UPDATE members SET visible_after = 0 WHERE conversation_id = '0190c000-0000-7000-8000-000000000001' AND user_id = '0190a000-0000-7000-8000-000000000002';

INSERT INTO mention_exceptions (conversation_id, seq, user_id) VALUES ('0190c000-0000-7000-8000-000000000001', 3, '0190a000-0000-7000-8000-000000000001');
