#include <parley/api/client_config.hpp>

namespace parley {

ClientLimits client_limits(const Limits& limits) {
  const auto number = [](auto value) { return static_cast<std::int64_t>(value); };
  return {number(limits.message_chars),
          number(limits.frame_bytes),
          number(limits.group_members),
          number(limits.page_items),
          number(limits.message_emoji),
          number(limits.message_reactions),
          number(limits.pins),
          number(limits.receipt_members),
          number(limits.presence_members),
          number(limits.typing_merge_members),
          number(kTitleMost),
          number(kLabelMost),
          number(kDisplayNameMost),
          number(kSearchTextMost),
          number(kSearchItemsMost),
          number(kFoundUsersMost),
          number(kShownMembers),
          number(kShownMentions),
          number(kQuoteCharacters),
          number(kListedPresencesMost),
          number(kWatchedUsersMost),
          number(kWatchedConversationsMost),
          number(limits.blocks),
          number(limits.sync_conversations)};
}

std::vector<std::string> client_features() {
  return {"sync", "typing", "read_cursors", "presence", "receipts", "reactions",      "mentions",
          "pins", "edits",  "search",       "blocks",   "settings", "presence_states"};
}

}  // namespace parley
