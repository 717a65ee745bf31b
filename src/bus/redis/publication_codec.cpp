// The format of a message, in big-endian order: version u8, publisher 16 bytes, topic (kind u8, id 16 bytes), count
// u32, and then the publications. A publication begins with a byte that says which of its optional parts follow, since
// most publications have only an event. A change of the format needs a new version: nodes of two versions run side by
// side during an upgrade, and each reads the database when it gets a message that it cannot read.
#include <cassert>

#include "bus/redis/bytes.hpp"
#include "bus/redis/publication_codec.hpp"

namespace parley::redis {
namespace {

constexpr std::uint8_t kVersion = 2;
// The size of the smallest publication: parts, since, rev and the kind of instruction.
constexpr std::size_t kLeastBytes = 1 + 8 + 8 + 1;

// Bits of the first byte of a publication, which say what it contains.
enum Part : std::uint8_t {
  kExcept = 1,
  kHiddenMessage = 2,
  kEvent = 4,
  kOtherwise = 8,
  kIsRecovered = 16,
  kAllParts = 31,
};

// The topic's kind is the index of the variant's type, and so is the instruction's below. The order of these types must
// therefore not change within a version of the format.
void write_topic(ByteWriter& out, const Topic& topic) {
  out.number(static_cast<std::uint8_t>(topic.index()));
  std::visit([&](const auto& id) { out.id(id); }, topic);
}

Topic read_topic(ByteReader& in) {
  const auto kind = in.number<std::uint8_t>();
  if (kind > 1) in.refuse();
  if (kind == 0) return in.id<ConversationId>();
  return in.id<UserId>();
}

template <class IdType>
void write_ids(ByteWriter& out, const std::vector<IdType>& ids) {
  out.number(static_cast<std::uint32_t>(ids.size()));
  for (const IdType id : ids) out.id(id);
}

template <class IdType>
std::vector<IdType> read_ids(ByteReader& in) {
  const std::size_t count = in.count(kIdBytes);
  std::vector<IdType> ids;
  ids.reserve(count);
  for (std::size_t i = 0; i < count; ++i) ids.push_back(in.id<IdType>());
  return ids;
}

void write_instruction(ByteWriter& out, const Instruction& instruction) {
  out.number(static_cast<std::uint8_t>(instruction.index()));
  if (const auto* left = std::get_if<StopDelivery>(&instruction)) out.id(left->user);
  if (const auto* joined = std::get_if<StartDelivery>(&instruction)) {
    out.id(joined->from.conversation);
    out.number(joined->from.rev.value());
    out.number(joined->from.visible_after.value());
  }
  if (const auto* ended = std::get_if<EndSessions>(&instruction)) {
    out.number(ended->reason);
    write_ids(out, ended->sessions);
  }
  if (const auto* rules = std::get_if<PresenceRules>(&instruction)) {
    out.number(static_cast<std::uint8_t>((rules->is_hidden ? 1U : 0U) | (rules->do_not_disturb ? 2U : 0U)));
  }
}

EndSessions read_end_of_sessions(ByteReader& in) {
  EndSessions ended;
  ended.reason = in.number<std::uint8_t>();
  ended.sessions = read_ids<SessionId>(in);
  return ended;
}

PresenceRules read_presence_rules(ByteReader& in) {
  const auto rules = in.number<std::uint8_t>();
  if (rules > 3) in.refuse();
  return {.is_hidden = (rules & 1U) != 0, .do_not_disturb = (rules & 2U) != 0};
}

Instruction read_instruction(ByteReader& in) {
  switch (in.number<std::uint8_t>()) {
    case 0: return std::monostate();
    case 1: return StopDelivery{in.id<UserId>()};
    case 2: {
      const auto conversation = in.id<ConversationId>();
      const Rev rev(in.number<std::int64_t>());
      return StartDelivery{{conversation, rev, Seq(in.number<std::int64_t>())}};
    }
    case 3: return read_end_of_sessions(in);
    case 4: return read_presence_rules(in);
    default: in.refuse(); return std::monostate();
  }
}

void write_event(ByteWriter& out, const EncodedEvent& event) {
  out.text(event.frame);
  out.text(event.deflated_frame);
}

SharedEvent read_event(ByteReader& in) {
  auto event = std::make_shared<EncodedEvent>();
  event->frame = in.text();
  event->deflated_frame = in.text();
  return event;
}

// Returns the byte that says which parts a publication contains.
std::uint8_t parts_of(const Publication& publication) {
  unsigned parts = 0;
  if (!publication.except.empty()) parts |= kExcept;
  if (publication.hidden_message) parts |= kHiddenMessage;
  if (publication.event) parts |= kEvent;
  if (publication.otherwise) parts |= kOtherwise;
  if (publication.is_recovered) parts |= kIsRecovered;
  return static_cast<std::uint8_t>(parts);
}

void write_publication(ByteWriter& out, const Publication& publication) {
  out.number(parts_of(publication));
  out.number(publication.since);
  out.number(publication.rev);
  if (!publication.except.empty()) write_ids(out, publication.except);
  if (publication.hidden_message) out.number(publication.hidden_message->value());
  write_instruction(out, publication.instruction);
  if (publication.event) write_event(out, *publication.event);
  if (publication.otherwise) write_event(out, *publication.otherwise);
}

// Reads what write_publication() wrote. After a fault the rest reads as zeros; the caller checks `in` at the end.
Publication read_publication(ByteReader& in, const Topic& topic, Instant received_at) {
  Publication publication;
  const auto parts = in.number<std::uint8_t>();
  if ((parts & ~kAllParts) != 0) in.refuse();
  publication.topic = topic;
  publication.since = in.number<std::int64_t>();
  publication.rev = in.number<std::int64_t>();
  if (parts & kExcept) publication.except = read_ids<UserId>(in);
  if (parts & kHiddenMessage) publication.hidden_message = Seq(in.number<std::int64_t>());
  publication.instruction = read_instruction(in);
  if (parts & kEvent) publication.event = read_event(in);
  if (parts & kOtherwise) publication.otherwise = read_event(in);
  publication.is_recovered = (parts & kIsRecovered) != 0;
  publication.committed_at = received_at;
  return publication;
}

// Estimates the encoded size, so that the buffer is allocated once.
std::size_t estimated_bytes(std::span<const Publication* const> publications) {
  std::size_t size = 64;
  for (const Publication* publication : publications) {
    size += 128;
    for (const SharedEvent& event : {publication->event, publication->otherwise}) {
      if (event) size += event->frame.size() + event->deflated_frame.size();
    }
  }
  return size;
}

}  // namespace

std::string encode_publications(const Uuid& publisher, std::span<const Publication* const> publications) {
  assert(!publications.empty());
  ByteWriter out;
  out.reserve(estimated_bytes(publications));
  out.number(kVersion);
  out.uuid(publisher);
  write_topic(out, publications.front()->topic);
  out.number(static_cast<std::uint32_t>(publications.size()));
  for (const Publication* publication : publications) {
    assert(publication->topic == publications.front()->topic);
    write_publication(out, *publication);
  }
  return out.take();
}

// Reads only the beginning, so that a node need not decode its own messages.
std::optional<Uuid> publisher_of(std::string_view message) {
  ByteReader in(message);
  const bool is_ours = in.number<std::uint8_t>() == kVersion;
  const Uuid publisher = in.uuid();
  if (!is_ours || !in.is_good()) return std::nullopt;
  return publisher;
}

std::optional<std::vector<Publication>> decode_publications(std::string_view message, Instant received_at) {
  ByteReader in(message);
  if (in.number<std::uint8_t>() != kVersion) return std::nullopt;
  in.uuid();
  const Topic topic = read_topic(in);
  const std::size_t count = in.count(kLeastBytes);
  std::vector<Publication> publications;
  publications.reserve(count);
  for (std::size_t i = 0; i < count && in.is_good(); ++i) {
    publications.push_back(read_publication(in, topic, received_at));
  }
  if (!in.is_at_end() || publications.empty()) return std::nullopt;
  return publications;
}

}  // namespace parley::redis
