#include <parley/api/client_config.hpp>

namespace parley {

ClientLimits client_limits(const Limits& limits) {
  const auto number = [](auto value) { return static_cast<std::int64_t>(value); };
  return {.message_chars = number(limits.message_chars),
          .frame_bytes = number(limits.frame_bytes),
          .group_members = number(limits.group_members),
          .page_items = number(limits.page_items),
          .message_emoji = number(limits.message_emoji),
          .message_reactions = number(limits.message_reactions),
          .pins = number(limits.pins),
          .receipt_members = number(limits.receipt_members),
          .presence_members = number(limits.presence_members),
          .typing_merge_members = number(limits.typing_merge_members),
          .title_chars = number(kTitleMost),
          .label_chars = number(kLabelMost),
          .display_name_chars = number(kDisplayNameMost),
          .search_chars = number(kSearchTextMost),
          .search_items = number(kSearchItemsMost),
          .found_users = number(kFoundUsersMost),
          .summary_members = number(kShownMembers),
          .summary_mentions = number(kShownMentions),
          .quote_chars = number(kQuoteCharacters),
          .listed_presences = number(kListedPresencesMost),
          .watched_users = number(kWatchedUsersMost),
          .watched_conversations = number(kWatchedConversationsMost),
          .blocks = number(limits.blocks),
          .sync_conversations = number(limits.sync_conversations),
          .message_versions = number(limits.message_versions),
          .user_conversations = number(limits.user_conversations),
          .conversations_per_day = number(limits.conversations_per_day),
          .members_per_day = number(limits.members_per_day)};
}

std::vector<std::string> client_features() {
  return {"sync", "typing", "read_cursors", "presence", "receipts", "reactions",       "mentions",
          "pins", "edits",  "search",       "blocks",   "settings", "presence_states", "invitations"};
}

}  // namespace parley
