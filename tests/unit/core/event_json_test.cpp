#include <parley/core/event_json.hpp>

#include <memory>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <parley/core/event_description.hpp>

namespace parley {
namespace {

using nlohmann::json;

TEST(Events, a_durable_event_names_its_conversation_and_rev) {
  Message message;
  message.conversation = ConversationId::generate();
  message.seq = Seq(4);
  message.content.body = "hi";
  const json event =
      json::parse(encode_event(ConversationEvent{message.conversation, Rev(9), MessageCreated{message}}));
  EXPECT_EQ(event.at("event"), "message.created");
  EXPECT_EQ(event.at("conversation"), message.conversation.text());
  EXPECT_EQ(event.at("rev"), 9);
  EXPECT_EQ(event.at("data").at("seq"), 4);
  EXPECT_EQ(event.at("data").at("body"), "hi");
}

TEST(Events, a_users_event_has_a_user_rev_and_no_rev) {
  const json event = json::parse(
      encode_event(UserEvent{UserId::generate(), UserRev(3), ConversationRemoved{ConversationId::generate()}}));
  EXPECT_EQ(event.at("event"), "conversation.removed");
  EXPECT_EQ(event.at("user_rev"), 3);
  EXPECT_FALSE(event.contains("rev"));
}

TEST(Events, typing_carries_its_own_end_and_stopping_ends_it_at_once) {
  const auto typing = [](bool active) {
    return json::parse(encode_event(TypingChanged{ConversationId::generate(), UserId::generate(), active}));
  };
  EXPECT_EQ(typing(true).at("data").at("expires_ms"), 6000);
  EXPECT_EQ(typing(false).at("data").at("expires_ms"), 0);
  EXPECT_FALSE(typing(true).contains("rev"));
}

TEST(Events, a_users_address_is_only_in_the_users_own_events) {
  User user;
  user.email = "secret@example.org";
  Member member;
  const std::string added = encode_event(ConversationEvent{ConversationId::generate(), Rev(1), MemberAdded{member}});
  EXPECT_EQ(added.find("email"), std::string::npos);
  EXPECT_NE(encode_event(UserEvent{user.id, UserRev(1), ProfileUpdated{user}}).find("secret@"), std::string::npos);
}

TEST(Events, every_kind_is_described_once_with_a_schema) {
  const Limits limits;
  SchemaBook book{limits, {}};
  std::set<std::string_view> names;
  for (const EventDescription& event : event_descriptions()) {
    EXPECT_TRUE(names.insert(event.name).second) << event.name;
    EXPECT_TRUE(json::accept(event.schema(book))) << event.name;
  }
  for (const char* name : {"message.created", "member.removed", "conversation.changes", "conversation.added",
                           "sessions.revoked", "typing", "receipt", "presence", "heartbeat"}) {
    EXPECT_TRUE(names.contains(name)) << name;
  }
}

TEST(EventEncoder, members_of_a_new_group_get_the_same_as_if_each_event_was_encoded_alone) {
  ConversationSummary summary;
  summary.conversation.title = "Group";
  summary.role = MemberRole::member;
  const auto for_members = std::make_shared<const ConversationSummary>(summary);
  summary.role = MemberRole::admin;
  const auto for_admin = std::make_shared<const ConversationSummary>(summary);
  const UserId user = UserId::generate();
  const std::vector<Event> events = {UserEvent{user, UserRev(1), ConversationAdded{for_members}},
                                     UserEvent{user, UserRev(2), ConversationAdded{for_members}},
                                     UserEvent{user, UserRev(3), ConversationRemoved{ConversationId::generate()}},
                                     UserEvent{user, UserRev(4), ConversationAdded{for_admin}},
                                     UserEvent{user, UserRev(5), ConversationAdded{for_members}}};
  EventEncoder encoder;
  for (const Event& event : events) EXPECT_EQ(encoder.encode(event), encode_event(event));
}

}  // namespace
}  // namespace parley
