// A row of members stays when a member leaves (left_at), so that clients learn of it by its rev. Functions that return
// a member read the names of the user too.
#include <parley/core/store/members.hpp>

#include "core/store/rows.hpp"
#include "core/store/wanted.hpp"

namespace parley {

// The statement changes no row if the user is a member now. A user who had left gets a new membership with default
// settings, in the same row.
Member MemberStore::add(ConversationId conversation, UserId user, MemberRole role, Seq joined_seq, Rev rev, Time now,
                        std::optional<Seq> visible_after) {
  const auto added = connection_
                         .query(R"(
                           INSERT INTO members
                             (conversation_id, user_id, role, joined_seq, read_seq, delivered_seq, joined_at, rev,
                              visible_after)
                           VALUES ($1, $2, $3, $4, $4, $4, $6, $5, $7)
                           ON CONFLICT (conversation_id, user_id) DO UPDATE
                           SET role = excluded.role, joined_seq = excluded.joined_seq, read_seq = excluded.read_seq,
                               delivered_seq = excluded.delivered_seq, joined_at = excluded.joined_at,
                               visible_after = excluded.visible_after,
                               left_at = NULL, left_self = false, rev = excluded.rev, muted_until = NULL,
                               pinned = false, archived = false, notify = 'all'
                           WHERE members.left_at IS NOT NULL)",
                                conversation, user, role, joined_seq, rev, now, visible_after)
                         .run();
  if (added > 0) count(conversation, 1);
  return get(conversation, user);
}

void MemberStore::add_first(ConversationId conversation, std::span<const UserId> users, std::optional<UserId> admin,
                            Rev rev, Time now) {
  connection_
      .query(WITH_WANTED(connection_.dialect(), R"(
        INSERT INTO members (conversation_id, user_id, role, joined_seq, read_seq, delivered_seq, joined_at, rev)
        SELECT $2, id, CASE WHEN id = $3 THEN 'admin' ELSE 'member' END, 0, 0, 0, $5, $4 FROM wanted)"),
             Array(users), conversation, admin, rev, now)
      .run();
  count(conversation, static_cast<std::int64_t>(users.size()));
}

std::optional<Member> MemberStore::find(ConversationId conversation, UserId user) {
  return connection_
      .query("SELECT " MEMBER_COLUMNS R"(
        FROM members m JOIN users u ON u.id = m.user_id
        WHERE m.conversation_id = $1 AND m.user_id = $2)",
             conversation, user)
      .first(read_member);
}

// The smallest user id stands for "from the beginning".
std::vector<Member> MemberStore::list(ConversationId conversation, std::optional<UserId> after, std::size_t limit) {
  return connection_
      .query("SELECT " MEMBER_COLUMNS R"(
        FROM members m JOIN users u ON u.id = m.user_id
        WHERE m.conversation_id = $1 AND m.user_id > $2 AND m.left_at IS NULL
        ORDER BY m.user_id LIMIT $3)",
             conversation, after.value_or(UserId()), limit)
      .all(read_member);
}

Member MemberStore::set_role(ConversationId conversation, UserId user, MemberRole role, Rev rev) {
  connection_
      .query("UPDATE members SET role = $3, rev = $4 WHERE conversation_id = $1 AND user_id = $2", conversation, user,
             role, rev)
      .run();
  return get(conversation, user);
}

Member MemberStore::remove(ConversationId conversation, UserId user, bool by_self, Rev rev, Time now) {
  const auto removed = connection_
                           .query(R"(
                             UPDATE members SET left_at = $4, rev = $3, left_self = $5
                             WHERE conversation_id = $1 AND user_id = $2 AND left_at IS NULL)",
                                  conversation, user, rev, now, by_self)
                           .run();
  if (removed > 0) count(conversation, -1);
  return get(conversation, user);
}

std::optional<Member> MemberStore::oldest_active(ConversationId conversation) {
  return connection_
      .query("SELECT " MEMBER_COLUMNS R"(
        FROM members m JOIN users u ON u.id = m.user_id
        WHERE m.conversation_id = $1 AND m.left_at IS NULL AND )" ACTIVE_ACCOUNT("u.") R"(
        ORDER BY m.joined_at, m.user_id LIMIT 1)",
             conversation)
      .first(read_member);
}

std::int64_t MemberStore::count_active_admins(ConversationId conversation) {
  return connection_
      .query(R"(
        SELECT count(*) FROM members m JOIN users u ON u.id = m.user_id
        WHERE m.conversation_id = $1 AND m.role = 'admin' AND m.left_at IS NULL AND )" ACTIVE_ACCOUNT("u."),
             conversation)
      .one(read_value<std::int64_t>);
}

std::vector<ConversationId> MemberStore::groups_of(UserId user) {
  return connection_
      .query(R"(
        SELECT c.id FROM members m JOIN conversations c ON c.id = m.conversation_id
        WHERE m.user_id = $1 AND m.left_at IS NULL AND c.kind = 'group' ORDER BY c.id)",
             user)
      .all(read_value<ConversationId>);
}

// The conversations get their revs first, because each membership takes the new rev of its conversation. `peer_closed`
// says the same to the other member of a direct conversation, so that a send need not read the account.
std::vector<Member> MemberStore::close_all_of(UserId user) {
  connection_
      .query(R"(
        UPDATE conversations SET rev = rev + 1
        WHERE id IN (SELECT conversation_id FROM members WHERE user_id = $1 AND left_at IS NULL))",
             user)
      .run();
  connection_
      .query(R"(
        UPDATE members SET rev = (SELECT c.rev FROM conversations c WHERE c.id = members.conversation_id)
        WHERE user_id = $1 AND left_at IS NULL)",
             user)
      .run();
  connection_
      .query(R"(
        UPDATE members SET peer_closed = true
        WHERE user_id <> $1 AND conversation_id IN (
          SELECT c.id FROM members m JOIN conversations c ON c.id = m.conversation_id
          WHERE m.user_id = $1 AND c.kind = 'direct'))",
             user)
      .run();
  return connection_
      .query("SELECT " MEMBER_COLUMNS R"(
        FROM members m JOIN users u ON u.id = m.user_id
        WHERE m.user_id = $1 AND m.left_at IS NULL
        ORDER BY m.conversation_id)",
             user)
      .all(read_member);
}

std::vector<Member> MemberStore::changed_since(ConversationId conversation, Rev since, std::size_t limit) {
  return connection_
      .query("SELECT " MEMBER_COLUMNS R"(
        FROM members m JOIN users u ON u.id = m.user_id
        WHERE m.conversation_id = $1 AND m.rev > $2
        ORDER BY m.rev, m.user_id LIMIT $3)",
             conversation, since, limit)
      .all(read_member);
}

// muted_until can be set to NULL, so a separate flag says whether it changes.
ConversationSettings MemberStore::set_settings(ConversationId conversation, UserId user, const SettingsPatch& patch,
                                               UserRev rev) {
  const bool changes_mute = patch.muted_until.has_value();
  return connection_
      .query(R"(
        UPDATE members
        SET muted_until = CASE WHEN $3 THEN $4 ELSE muted_until END, pinned = coalesce($5, pinned),
            archived = coalesce($6, archived), notify = coalesce($7, notify), settings_rev = $8
        WHERE conversation_id = $1 AND user_id = $2
        RETURNING )" SETTINGS_COLUMNS("members"),
             conversation, user, changes_mute, patch.muted_until.value_or(std::nullopt), patch.pinned, patch.archived,
             patch.notify, rev)
      .one(read_settings);
}

std::vector<SettingsUpdated> MemberStore::settings_since(UserId user, UserRev since,
                                                         std::optional<ConversationId> after,
                                                         std::optional<ConversationId> until) {
  return connection_
      .query("SELECT conversation_id, " SETTINGS_COLUMNS("members") R"( FROM members
        WHERE user_id = $1 AND conversation_id > $3 AND conversation_id <= $4 AND settings_rev > $2 AND left_at IS NULL
        ORDER BY conversation_id)",
             user, since, after.value_or(ConversationId()), until.value_or(greatest_id<ConversationId>()))
      .all(read_settings_update);
}

Member MemberStore::get(ConversationId conversation, UserId user) {
  return connection_
      .query("SELECT " MEMBER_COLUMNS R"(
        FROM members m JOIN users u ON u.id = m.user_id
        WHERE m.conversation_id = $1 AND m.user_id = $2)",
             conversation, user)
      .one(read_member);
}

void MemberStore::count(ConversationId conversation, std::int64_t difference) {
  connection_.query("UPDATE conversations SET member_count = member_count + $2 WHERE id = $1", conversation, difference)
      .run();
}

}  // namespace parley
