#include <parley/core/send.hpp>

#include <optional>
#include <ostream>
#include <string>

#include <gtest/gtest.h>

namespace parley {
namespace {

using Target = SendFacts::Target;
using Sender = SendFacts::Sender;
constexpr Time kNow{};

// The conversations have ten messages.
const std::optional<Target> kGroup = Target{ConversationKind::group, Seq(10)};
const std::optional<Target> kDirect = Target{ConversationKind::direct, Seq(10)};
const std::optional<Target> kNone;

const std::optional<Sender> kMember = Sender{.role = MemberRole::member, .visible_after = Seq(3)};
const std::optional<Sender> kKnowing = Sender{.role = MemberRole::member, .visible_after = Seq(0)};
const std::optional<Sender> kFormer = Sender{.role = MemberRole::admin, .visible_after = Seq(3), .has_left = true};
const std::optional<Sender> kSilenced = Sender{.role = MemberRole::admin, .visible_after = Seq(3), .silenced = true};
const std::optional<Sender> kAlone = Sender{.role = MemberRole::member, .visible_after = Seq(0), .peer_closed = true};
const std::optional<Sender> kStranger;
const std::optional<Sender> kBoth =
    Sender{.role = MemberRole::member, .visible_after = Seq(3), .has_left = true, .silenced = true};

NewMessage says(std::string body, std::optional<Seq> reply_to = {}) {
  return {{}, {}, "id", std::move(body), reply_to};
}

Message stored(std::string body, std::optional<Seq> reply_to = {}) {
  Message message;
  message.content = std::move(body);
  message.reply_to = reply_to;
  return message;
}
Message edited(Message message) {
  message.edited_at = kNow;
  return message;
}
Message deleted(Message message) {
  message.deleted_at = kNow;
  message.content.body.clear();
  return message;
}

struct Verdict {
  bool is_repeat = false;
  std::optional<ErrorCode> refusal = {};
  friend bool operator==(const Verdict&, const Verdict&) = default;
};
constexpr Verdict kWritten{};
constexpr Verdict kRepeat{.is_repeat = true};
constexpr Verdict kNotFound{.refusal = ErrorCode::not_found};
constexpr Verdict kForbidden{.refusal = ErrorCode::forbidden};
constexpr Verdict kBlocked{.refusal = ErrorCode::blocked};
constexpr Verdict kInvalid{.refusal = ErrorCode::invalid_request};
constexpr Verdict kConflict{.refusal = ErrorCode::conflict};

Verdict verdict_on(const SendFacts& facts, const NewMessage& message) {
  const Result<Accepted> result = judge_send(facts, message);
  return result ? Verdict{.is_repeat = result->is_repeat} : Verdict{.refusal = result.error().code};
}

struct Case {
  const char* name;
  std::optional<Target> conversation;
  std::optional<Sender> sender;
  NewMessage message;
  std::optional<Message> first;
  Verdict verdict;
};
std::ostream& operator<<(std::ostream& out, const Case& one) { return out << one.name; }

class JudgeSendTest : public ::testing::TestWithParam<Case> {};

TEST_P(JudgeSendTest, decides) {
  const Case& one = GetParam();
  const SendFacts facts{one.conversation, one.sender, one.first ? &*one.first : nullptr};
  EXPECT_EQ(verdict_on(facts, one.message), one.verdict);
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Table, JudgeSendTest, ::testing::Values(
  //  name                                chat     sender     message             first                 verdict
  Case{"a_member",                         kGroup,  kMember,   says("a"),          {},                   kWritten},
  Case{"no_conversation",                  kNone,   kStranger, says("a"),          {},                   kNotFound},
  Case{"a_stranger",                       kGroup,  kStranger, says("a"),          {},                   kNotFound},
  Case{"one_who_left",                     kGroup,  kFormer,   says("a"),          {},                   kForbidden},
  Case{"one_who_is_blocked",               kDirect, kSilenced, says("a"),          {},                   kBlocked},
  Case{"one_whose_peer_has_gone",          kDirect, kAlone,    says("a"),          {},                   kForbidden},
  Case{"one_who_left_and_is_blocked",      kDirect, kBoth,     says("a"),          {},                   kForbidden},
  Case{"a_reply_to_the_first_visible",     kGroup,  kMember,   says("a", Seq(4)),  {},                   kWritten},
  Case{"a_reply_to_the_last",              kGroup,  kMember,   says("a", Seq(10)), {},                   kWritten},
  Case{"a_reply_to_before_joining",        kGroup,  kMember,   says("a", Seq(3)),  {},                   kInvalid},
  Case{"a_reply_to_shared_history",        kGroup,  kKnowing,  says("a", Seq(1)),  {},                   kWritten},
  Case{"a_reply_to_what_is_to_come",       kGroup,  kMember,   says("a", Seq(11)), {},                   kInvalid},
  Case{"a_reply_to_zero",                  kGroup,  kKnowing,  says("a", Seq(0)),  {},                   kInvalid},
  Case{"sent_again",                       kGroup,  kMember,   says("a"),          stored("a"),          kRepeat},
  Case{"sent_again_as_the_same_reply",     kGroup,  kMember,   says("a", Seq(5)),  stored("a", Seq(5)),  kRepeat},
  Case{"sent_again_with_another_text",     kGroup,  kMember,   says("b"),          stored("a"),          kConflict},
  Case{"sent_again_as_another_reply",      kGroup,  kMember,   says("a", Seq(6)),  stored("a", Seq(5)),  kConflict},
  Case{"sent_again_without_the_reply",     kGroup,  kMember,   says("a"),          stored("a", Seq(5)),  kConflict},
  Case{"sent_again_after_an_edit",         kGroup,  kMember,   says("a"),          edited(stored("b")),  kRepeat},
  Case{"sent_again_after_deletion",        kGroup,  kMember,   says("a"),          deleted(stored("a")), kRepeat},
  Case{"a_reply_refused_by_now",           kGroup,  kMember,   says("a", Seq(2)),  stored("a", Seq(2)),  kRepeat},
  Case{"a_refused_reply_and_another_text", kGroup,  kMember,   says("b", Seq(2)),  stored("a", Seq(2)),  kConflict},
  Case{"sent_again_by_one_who_left",       kGroup,  kFormer,   says("a"),          stored("a"),          kForbidden},
  Case{"sent_again_by_one_who_is_blocked", kDirect, kSilenced, says("a"),          stored("a"),          kBlocked}),
  [](const auto& info) { return info.param.name; });
// clang-format on

struct MentionCase {
  const char* name;
  ConversationKind kind;
  MemberRole role;
  bool may_mention_all;
};
std::ostream& operator<<(std::ostream& out, const MentionCase& one) { return out << one.name; }

class MentionAllTest : public ::testing::TestWithParam<MentionCase> {};

TEST_P(MentionAllTest, is_for_moderators_of_a_group) {
  const MentionCase& one = GetParam();
  const SendFacts facts{Target{one.kind, Seq(10)}, Sender{.role = one.role, .visible_after = Seq(3)}};
  EXPECT_EQ(judge_send(facts, says("@all"))->may_mention_all, one.may_mention_all);
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Table, MentionAllTest, ::testing::Values(
  MentionCase{"a_member_of_a_group",            ConversationKind::group,   MemberRole::member,    false},
  MentionCase{"a_moderator_of_a_group",         ConversationKind::group,   MemberRole::moderator, true},
  MentionCase{"an_admin_of_a_group",            ConversationKind::group,   MemberRole::admin,     true},
  MentionCase{"an_admin_of_a_direct_chat",      ConversationKind::direct,  MemberRole::admin,     false},
  MentionCase{"an_admin_of_a_support_chat",     ConversationKind::support, MemberRole::admin,     false}),
  [](const auto& info) { return info.param.name; });
// clang-format on

TEST(NeedsFirstTest, only_a_reply_that_would_be_refused_asks_for_the_first_message) {
  const SendFacts facts{kGroup, kMember};
  EXPECT_FALSE(needs_first(facts, says("a")));
  EXPECT_FALSE(needs_first(facts, says("a", Seq(4))));
  EXPECT_TRUE(needs_first(facts, says("a", Seq(3))));
  EXPECT_TRUE(needs_first(facts, says("a", Seq(11))));
}

TEST(NeedsFirstTest, a_sender_who_may_not_write_needs_no_lookup) {
  EXPECT_FALSE(needs_first({}, says("a", Seq(3))));
  EXPECT_FALSE(needs_first({kGroup, {}}, says("a", Seq(3))));
  EXPECT_FALSE(needs_first({kGroup, kFormer}, says("a", Seq(3))));
  EXPECT_FALSE(needs_first({kGroup, kSilenced}, says("a", Seq(3))));
}

}  // namespace
}  // namespace parley
