#include <parley/features/search/types.hpp>

#include <algorithm>

namespace parley {
namespace {

// A position consists of 43 bits of milliseconds since 1970 (enough until 2248), 8 bits of the conversation's id and 12
// bits of the seq.
constexpr int kConversationBits = 8;
constexpr int kSeqBits = 12;
constexpr int kTimeShift = kConversationBits + kSeqBits;
constexpr std::int64_t kMostMilliseconds = (std::int64_t{1} << 43) - 1;

constexpr std::size_t kIdBytes = 4;

// Returns the last bytes of an id in hexadecimal. In a UUIDv7 (RFC 9562, section 5.7) they are random, while the first
// ones are a time.
std::string tail_of(const Uuid& id) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (std::size_t i = id.bytes().size() - kIdBytes; i < id.bytes().size(); ++i) {
    text += kDigits[id.bytes()[i] >> 4U];
    text += kDigits[id.bytes()[i] & 15U];
  }
  return text;
}

}  // namespace

std::int64_t first_position_at(Time time) {
  const std::int64_t since_1970 = time.time_since_epoch().count();
  return std::clamp<std::int64_t>(since_1970, 0, kMostMilliseconds) << kTimeShift;
}

SearchPosition search_position_of(const Message& message) {
  const std::int64_t conversation = message.conversation.uuid().bytes().back();
  const std::int64_t seq = message.seq.value() & ((1 << kSeqBits) - 1);
  return {first_position_at(message.created_at) | conversation << kSeqBits | seq, message.conversation, message.seq};
}

// The tilde marks a term that is no word: no word contains it.
std::string term_in(ConversationId conversation) { return "~in" + tail_of(conversation.uuid()); }

std::string term_from(UserId sender) { return "~from" + tail_of(sender.uuid()); }

std::string term_to(UserId mentioned) { return "~to" + tail_of(mentioned.uuid()); }

std::vector<std::string> index_terms(const Message& message) {
  auto terms = search_terms(search_tokens(message.content.search_text()));
  terms.push_back(term_in(message.conversation));
  terms.push_back(term_from(message.sender));
  for (const UserId mentioned : message.mentions) terms.push_back(term_to(mentioned));
  if (message.mentions_all) terms.emplace_back(kTermToAll);
  return terms;
}

SearchDocument document_of(const Message& message) {
  SearchDocument document{search_position_of(message), {}};
  if (message.deleted_at || !message.content.is_readable()) return document;
  for (const std::string& term : index_terms(message)) {
    if (!document.terms.empty()) document.terms += ' ';
    document.terms += term;
  }
  return document;
}

}  // namespace parley
