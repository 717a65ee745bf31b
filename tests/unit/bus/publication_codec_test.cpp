#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "bus/redis/publication_codec.hpp"

namespace parley::redis {
namespace {

constexpr Instant kReceived{seconds(1000)};

Uuid any_uuid() { return Uuid(*rc::gen::arbitrary<Uuid::Bytes>()); }

template <class IdType>
IdType any_id() {
  return IdType(any_uuid());
}

std::int64_t any_number() { return *rc::gen::arbitrary<std::int64_t>(); }
bool any_bool() { return *rc::gen::arbitrary<bool>(); }

Instruction any_instruction() {
  switch (*rc::gen::inRange(0, 5)) {
    case 1: return StopDelivery{any_id<UserId>()};
    case 2: return StartDelivery{{any_id<ConversationId>(), Rev(any_number()), Seq(any_number())}};
    case 3: {
      EndSessions ended{{}, static_cast<std::uint8_t>(*rc::gen::inRange(0, 5))};
      for (int left = *rc::gen::inRange(0, 5); left > 0; --left) ended.sessions.push_back(any_id<SessionId>());
      return ended;
    }
    case 4: return PresenceRules{any_bool(), any_bool()};
    default: return std::monostate();
  }
}

SharedEvent any_event() {
  if (any_bool()) return nullptr;
  return std::make_shared<EncodedEvent>(
      EncodedEvent{*rc::gen::arbitrary<std::string>(), *rc::gen::arbitrary<std::string>()});
}

Publication any_publication(const Topic& topic) {
  Publication publication;
  publication.topic = topic;
  publication.since = any_number();
  publication.rev = any_number();
  publication.event = any_event();
  for (int left = *rc::gen::inRange(0, 3); left > 0; --left) publication.except.push_back(any_id<UserId>());
  if (any_bool()) publication.hidden_message = Seq(any_number());
  publication.otherwise = any_event();
  publication.is_recovered = any_bool();
  publication.instruction = any_instruction();
  return publication;
}

std::vector<Publication> any_publications() {
  const Topic topic = any_bool() ? Topic(any_id<ConversationId>()) : Topic(any_id<UserId>());
  std::vector<Publication> publications;
  for (int left = *rc::gen::inRange(1, 6); left > 0; --left) publications.push_back(any_publication(topic));
  return publications;
}

std::string encode(const Uuid& publisher, const std::vector<Publication>& publications) {
  std::vector<const Publication*> pointers;
  for (const Publication& publication : publications) pointers.push_back(&publication);
  return encode_publications(publisher, pointers);
}

bool same(const SharedEvent& left, const SharedEvent& right) {
  if (!left || !right) return !left && !right;
  return left->frame == right->frame && left->deflated_frame == right->deflated_frame;
}

bool same(const Instruction& left, const Instruction& right) {
  if (left.index() != right.index()) return false;
  if (const auto* gone = std::get_if<StopDelivery>(&left)) return gone->user == std::get<StopDelivery>(right).user;
  if (const auto* joined = std::get_if<StartDelivery>(&left)) {
    const StreamPosition& from = std::get<StartDelivery>(right).from;
    return joined->from.conversation == from.conversation && joined->from.rev == from.rev &&
           joined->from.visible_after == from.visible_after;
  }
  if (const auto* ended = std::get_if<EndSessions>(&left)) {
    const auto& other = std::get<EndSessions>(right);
    return ended->sessions == other.sessions && ended->reason == other.reason;
  }
  if (const auto* rules = std::get_if<PresenceRules>(&left)) return *rules == std::get<PresenceRules>(right);
  return true;
}

bool same(const Publication& left, const Publication& right) {
  return left.topic == right.topic && left.since == right.since && left.rev == right.rev &&
         left.except == right.except && left.hidden_message == right.hidden_message &&
         left.is_recovered == right.is_recovered && same(left.event, right.event) &&
         same(left.otherwise, right.otherwise) && same(left.instruction, right.instruction);
}

RC_GTEST_PROP(PublicationCodec, publications_come_out_as_they_went_in, ()) {
  const Uuid publisher = any_uuid();
  const auto publications = any_publications();
  const std::string message = encode(publisher, publications);
  RC_ASSERT(publisher_of(message) == publisher);
  const auto decoded = decode_publications(message, kReceived);
  RC_ASSERT(decoded.has_value());
  RC_ASSERT(decoded->size() == publications.size());
  for (std::size_t i = 0; i < publications.size(); ++i) {
    RC_ASSERT(same(decoded->at(i), publications[i]));
    RC_ASSERT(decoded->at(i).committed_at == kReceived);
  }
}

RC_GTEST_PROP(PublicationCodec, a_message_that_is_cut_or_goes_on_is_refused, ()) {
  const std::string message = encode(any_uuid(), any_publications());
  const auto size = *rc::gen::inRange<std::size_t>(0, message.size());
  RC_ASSERT(!decode_publications(std::string(message, 0, size), kReceived));
  RC_ASSERT(!decode_publications(message + *rc::gen::arbitrary<char>(), kReceived));
}

// Each input gets memory of its own, so that the sanitizer sees a step outside it.
RC_GTEST_PROP(PublicationCodec, damage_is_refused_or_read_as_something_that_can_be_written, ()) {
  std::string message = encode(any_uuid(), any_publications());
  for (int left = *rc::gen::inRange(1, 4); left > 0; --left) {
    message[*rc::gen::inRange<std::size_t>(0, message.size())] = *rc::gen::arbitrary<char>();
  }
  const std::vector<char> bytes(message.begin(), message.end());
  const std::string_view damaged(bytes.data(), bytes.size());
  const auto decoded = decode_publications(damaged, kReceived);
  if (decoded) RC_ASSERT(encode(*publisher_of(damaged), *decoded) == damaged);
}

TEST(PublicationCodec, another_version_is_refused) {
  std::string message = encode(Uuid::generate(), {Publication{}});
  ASSERT_TRUE(decode_publications(message, kReceived));
  message.front() = 1;
  EXPECT_FALSE(decode_publications(message, kReceived));
  EXPECT_FALSE(publisher_of(message));
}

TEST(PublicationCodec, a_count_that_cannot_be_is_refused_before_room_is_made) {
  std::string message = encode(Uuid::generate(), {Publication{}});
  const std::size_t count_at = 1 + 16 + 1 + 16;
  message.replace(count_at, 4, "\xff\xff\xff\xff");
  EXPECT_FALSE(decode_publications(message, kReceived));
}

TEST(PublicationCodec, a_message_without_publications_is_refused) {
  std::string message = encode(Uuid::generate(), {Publication{}});
  message.resize(1 + 16 + 1 + 16);
  message.append(4, '\0');
  EXPECT_FALSE(decode_publications(message, kReceived));
}

}  // namespace
}  // namespace parley::redis
