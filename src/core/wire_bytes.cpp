// A value is as large as its texts, its lists of ids, and an allowance for everything else: the names of its fields,
// numbers, times and single ids. A test encodes large values and compares.
#include <parley/core/wire_bytes.hpp>

#include <string_view>

namespace parley {
namespace {

constexpr std::size_t kIdBytes = 40;  // a UUID in quotes, and a comma
constexpr std::size_t kSeqBytes = 20;
constexpr std::size_t kMessageBytes = 560;
constexpr std::size_t kQuoteBytes = 260;
constexpr std::size_t kVersionBytes = 60;
constexpr std::size_t kMemberBytes = 300;
constexpr std::size_t kConversationBytes = 400;
constexpr std::size_t kSummaryBytes = 420;
constexpr std::size_t kReactionBytes = 100;

// A control character becomes \u00XX, a quotation mark or a backslash gets a backslash (RFC 8259 §7).
std::size_t text_bytes(std::string_view text) {
  std::size_t bytes = text.size() + 2;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20) bytes += 5;
    if (c == '"' || c == '\\') bytes += 1;
  }
  return bytes;
}

}  // namespace

std::size_t wire_bytes(const Message& message) {
  std::size_t bytes = kMessageBytes + text_bytes(message.content.body) + text_bytes(message.client_id) +
                      kIdBytes * message.mentions.size();
  if (message.quote) bytes += kQuoteBytes + text_bytes(message.quote->body);
  for (const Reaction& reaction : message.reactions) bytes += kReactionBytes + kIdBytes * reaction.users.size();
  return bytes;
}

std::size_t wire_bytes(const MessageVersion& version) { return kVersionBytes + text_bytes(version.body); }

std::size_t wire_bytes(const Member& member) { return kMemberBytes + text_bytes(member.display_name); }

std::size_t wire_bytes(const Conversation& conversation) {
  return kConversationBytes + text_bytes(conversation.title) + text_bytes(conversation.label);
}

std::size_t wire_bytes(const ConversationSummary& summary) {
  return wire_bytes(summary.conversation) + kSummaryBytes + wire_bytes(summary.members) +
         kSeqBytes * summary.mentions.size() + (summary.last_message ? wire_bytes(*summary.last_message) : 0) +
         (summary.last_sender ? text_bytes(summary.last_sender->display_name) : 0);
}

}  // namespace parley
