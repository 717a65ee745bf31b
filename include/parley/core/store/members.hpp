// Members of conversations and their own settings. As a transaction sees them; belongs to the thread that runs the
// transaction. A database that fails throws StoreFailure.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <parley/core/event.hpp>
#include <parley/store/sql.hpp>

namespace parley {

// What a member changes of the own settings of a conversation.
struct SettingsPatch {
  std::optional<std::optional<Time>> muted_until;  // nothing inside: no longer muted
  std::optional<bool> pinned;
  std::optional<bool> archived;
  std::optional<NotifyLevel> notify;
};

class MemberStore {
 public:
  explicit MemberStore(SqlConnection& connection) : connection_(connection) {}
  // Adds a member, or one who had left again, under the given rev of the conversation, and counts it.
  Member add(ConversationId conversation, UserId user, MemberRole role, Seq joined_seq, Rev rev, Time now);
  // The membership, also one that has ended (left_at).
  std::optional<Member> find(ConversationId conversation, UserId user);
  // Present members by user id, those greater than `after`.
  std::vector<Member> list(ConversationId conversation, std::optional<UserId> after, std::size_t limit);
  Member set_role(ConversationId conversation, UserId user, MemberRole role, Rev rev);
  // Ends a membership and counts it.
  Member remove(ConversationId conversation, UserId user, Rev rev, Time now);
  // The present member who has been one for longest, leaving out `except`.
  std::optional<Member> oldest(ConversationId conversation, UserId except);
  std::int64_t count_admins(ConversationId conversation);
  // Rows with rev > since, members who left among them, ascending by rev.
  std::vector<Member> changed_since(ConversationId conversation, Rev since, std::size_t limit);
  // Changes what is given, at a rev of the user's own stream.
  ConversationSettings set_settings(ConversationId conversation, UserId user, const SettingsPatch& patch, UserRev rev);
  // The settings of the user's conversations that changed after `since`.
  std::vector<SettingsUpdated> settings_since(UserId user, UserRev since);

 private:
  Member get(ConversationId conversation, UserId user);
  void count(ConversationId conversation, std::int64_t difference);

  SqlConnection& connection_;
};

}  // namespace parley
