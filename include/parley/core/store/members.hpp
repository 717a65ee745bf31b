// Reads and writes members of conversations, and the settings that a member has for a conversation, in a transaction. A
// store belongs to one transaction and is used on that transaction's thread. Every function throws StoreFailure if the
// database fails.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <parley/core/event.hpp>
#include <parley/store/sql.hpp>

namespace parley {

// The settings that a member changes. Absent settings stay as they are.
struct SettingsPatch {
  std::optional<std::optional<Time>> muted_until;  // an empty value inside: no longer muted
  std::optional<bool> pinned;
  std::optional<bool> archived;
  std::optional<NotifyLevel> notify;
};

class MemberStore {
 public:
  explicit MemberStore(SqlConnection& connection) : connection_(connection) {}
  // Adds a member, or adds one again who had left, at this rev of the conversation, and counts it in member_count.
  // Changes nothing if the user is a member now. `joined_seq` is the last message before the user joined. The user sees
  // the messages after it, or those after `visible_after` if that is set.
  Member add(ConversationId conversation, UserId user, MemberRole role, Seq joined_seq, Rev rev, Time now,
             std::optional<Seq> visible_after = {});
  // Adds the first members of a new conversation, in one statement, and counts them. All of them see it from its
  // beginning. The one who is named `admin` has that role.
  // REQUIRES: the conversation has no members yet, and each user is named once.
  void add_first(ConversationId conversation, std::span<const UserId> users, std::optional<UserId> admin, Rev rev,
                 Time now);
  // Returns the membership, which may have ended (left_at).
  std::optional<Member> find(ConversationId conversation, UserId user);
  // Returns present members whose user id is greater than `after`, ascending by user id.
  std::vector<Member> list(ConversationId conversation, std::optional<UserId> after, std::size_t limit);
  // Returns the changed member.
  Member set_role(ConversationId conversation, UserId user, MemberRole role, Rev rev);
  // Ends a membership and counts it in member_count. `by_self` says whether the member left or was removed.
  Member remove(ConversationId conversation, UserId user, bool by_self, Rev rev, Time now);
  // Returns the present member who joined first and whose account is active.
  std::optional<Member> oldest_active(ConversationId conversation);
  // Returns how many present admins have an active account.
  std::int64_t count_active_admins(ConversationId conversation);
  // Returns the groups that the user is a member of, ascending.
  std::vector<ConversationId> groups_of(UserId user);
  // Gives each present membership of a user whose account is closed a new rev of its conversation, and notes the closed
  // account at the other members of the user's direct conversations. Returns the memberships, ascending by
  // conversation.
  std::vector<Member> close_all_of(UserId user);
  // Returns members who joined, changed or left at a rev greater than `since`, ascending by rev.
  std::vector<Member> changed_since(ConversationId conversation, Rev since, std::size_t limit);
  // Changes the settings that are set in the patch, and stores the rev of the user's own stream with them.
  ConversationSettings set_settings(ConversationId conversation, UserId user, const SettingsPatch& patch, UserRev rev);
  // Returns the settings of the user that changed after this rev of the user's stream, in conversations with after < id
  // <= until. A missing bound is none.
  std::vector<SettingsUpdated> settings_since(UserId user, UserRev since,
                                              std::optional<ConversationId> after = std::nullopt,
                                              std::optional<ConversationId> until = std::nullopt);

 private:
  Member get(ConversationId conversation, UserId user);
  void count(ConversationId conversation, std::int64_t difference);

  SqlConnection& connection_;
};

}  // namespace parley
