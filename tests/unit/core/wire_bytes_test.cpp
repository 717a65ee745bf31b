#include <parley/core/wire_bytes.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <parley/core/fields.hpp>
#include <parley/protocol/codec.hpp>

namespace parley {
namespace {

std::string text_of(std::size_t most) {
  static const std::vector<std::string> kPieces{"a", "\"", "\\", "\n", "\x01", "é", "😀"};
  std::string text;
  const auto pieces = *rc::gen::inRange<std::size_t>(0, most);
  for (std::size_t i = 0; i < pieces; ++i) text += *rc::gen::elementOf(kPieces);
  return text;
}

std::vector<UserId> some_users() {
  std::vector<UserId> users(*rc::gen::inRange<std::size_t>(0, 200));
  for (UserId& user : users) user = UserId::generate();
  return users;
}

// Every optional part is there, and every number and time is as long as it can be.
Message any_message() {
  constexpr std::int64_t kLarge = std::numeric_limits<std::int64_t>::max();
  const Time late{milliseconds(253'402'300'799'999)};  // 9999-12-31T23:59:59.999Z
  Message message;
  message.conversation = ConversationId::generate();
  message.seq = Seq(kLarge);
  message.rev = message.created_rev = Rev(kLarge);
  message.sender = UserId::generate();
  message.client_id = text_of(64);
  message.content = Content(text_of(4'000));
  message.reply_to = Seq(kLarge);
  message.created_at = late;
  message.edited_at = message.deleted_at = message.pinned_at = late;
  message.deleted_by = message.pinned_by = UserId::generate();
  message.quote = Quote{Seq(kLarge), Rev(kLarge), UserId::generate(), text_of(200), true};
  for (std::size_t i = *rc::gen::inRange<std::size_t>(0, 20); i > 0; --i) {
    message.reactions.push_back({"👨‍👩‍👧‍👦", some_users()});
  }
  message.mentions = some_users();
  message.mentions_all = true;
  return message;
}

TEST(WireBytes, no_message_is_larger_as_json) {
  rc::check([] {
    const Message message = any_message();
    RC_ASSERT(to_json<Message>(message).size() <= wire_bytes(message));
  });
}

TEST(WireBytes, no_version_is_larger_as_json) {
  rc::check([] {
    const MessageVersion version{text_of(4'000), Time(milliseconds(253'402'300'799'999))};
    RC_ASSERT(to_json<MessageVersion>(version).size() <= wire_bytes(version));
  });
}

TEST(WireBytes, no_summary_is_larger_as_json) {
  rc::check([] {
    ConversationSummary summary;
    summary.conversation.title = text_of(100);
    summary.conversation.label = text_of(50);
    summary.conversation.created_by = UserId::generate();
    summary.conversation.last_message_at = Time(milliseconds(253'402'300'799'999));
    summary.settings.muted_until = summary.conversation.last_message_at;
    summary.last_message = any_message();
    summary.mentions.assign(kShownMentions, Seq(std::numeric_limits<std::int64_t>::max()));
    for (std::size_t i = 0; i < kShownMembers; ++i) {
      Member member;
      member.username = std::string(kUsernameMost, 'a');
      member.display_name = text_of(kDisplayNameMost);
      member.left_at = summary.conversation.last_message_at;
      summary.members.push_back(member);
    }
    RC_ASSERT(to_json<ConversationSummary>(summary).size() <= wire_bytes(summary));
  });
}

TEST(WireBytes, a_list_is_cut_behind_what_fits_and_never_to_nothing) {
  const std::vector<MessageVersion> versions(5, {std::string(1'000, 'a'), {}});
  const std::span<const MessageVersion> all(versions);
  EXPECT_EQ(count_within(all, 10'000), 5U);
  EXPECT_EQ(count_within(all, 2 * wire_bytes(versions.front())), 2U);
  EXPECT_EQ(count_within(all, 0), 1U);
  EXPECT_EQ(count_within(all.first(0), 0), 0U);
}

}  // namespace
}  // namespace parley
