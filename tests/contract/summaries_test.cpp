// The conversation list and its parts agree with a list that is built naively from the other stores.
#include <algorithm>
#include <numeric>

#include <rapidcheck.h>

#include <parley/base/limits.hpp>
#include <parley/features/conversations/store.hpp>
#include <parley/features/receipts/store.hpp>

#include "contract/store_test.hpp"

namespace parley::testing {
namespace {

class SummariesTest : public StoreTest {
 protected:
  std::vector<ConversationSummary> list(UserId user, std::optional<ConversationListCursor> after = std::nullopt,
                                        std::size_t limit = 100) {
    return read([&](Transaction& transaction) { return transaction.store<SummaryStore>().list(user, after, limit); });
  }
  std::vector<ConversationSummary> summaries(UserId user, const std::vector<ConversationId>& ids) {
    return read([&](Transaction& transaction) { return transaction.store<SummaryStore>().summaries(user, ids); });
  }
  std::vector<ConversationPosition> positions(UserId user) {
    return read([&](Transaction& transaction) { return transaction.store<SummaryStore>().positions({user}); });
  }
  void move_read(ConversationId conversation, UserId user, std::int64_t seq) {
    write([&](Transaction& transaction) {
      transaction.store<ReceiptStore>().move_cursors({conversation, user, Seq(seq), Seq(0)});
    });
  }
  static std::vector<ConversationId> ids_of(const std::vector<ConversationSummary>& summaries) {
    std::vector<ConversationId> ids;
    for (const auto& summary : summaries) ids.push_back(summary.conversation.id);
    return ids;
  }
  static ConversationListCursor end_of(const ConversationSummary& summary) {
    const auto& conversation = summary.conversation;
    return {conversation.last_message_at.value_or(conversation.created_at), conversation.id};
  }

  UserId ada_ = add_user("ada");
  UserId bob_ = add_user("bob");
};
PARLEY_FOR_EVERY_STORE(SummariesTest);

TEST_P(SummariesTest, a_summary_shows_the_conversation_as_its_member_sees_it) {
  const auto group = add_group(std::vector{ada_, bob_});
  say(group, ada_, "one");
  say(group, bob_, "two", at(4));
  move_read(group, bob_, 1);
  const auto listed = list(bob_);
  ASSERT_EQ(listed.size(), 1u);
  const auto& summary = listed.front();
  EXPECT_EQ(summary.conversation.id, group);
  EXPECT_EQ(summary.conversation.title, "A group");
  EXPECT_EQ(summary.conversation.last_seq, Seq(2));
  EXPECT_EQ(summary.conversation.rev, Rev(3));
  EXPECT_EQ(summary.conversation.last_message_at, at(4));
  EXPECT_EQ(summary.conversation.member_count, 2);
  EXPECT_EQ(summary.role, MemberRole::member);
  EXPECT_EQ(summary.visible_after, Seq(0));
  EXPECT_EQ(summary.read_seq, Seq(1));
  EXPECT_EQ(summary.unread(), 1);
  EXPECT_EQ(summary.last_message->content.body, "two");
  EXPECT_EQ(summary.last_message->seq, Seq(2));
  ASSERT_EQ(summary.members.size(), 2u);
  EXPECT_EQ(summary.members[0].username, "ada");
  EXPECT_EQ(summary.members[0].role, MemberRole::admin);
  EXPECT_EQ(summary.members[1].username, "bob");
  EXPECT_EQ(list(ada_).front().role, MemberRole::admin);
}

TEST_P(SummariesTest, a_conversation_without_messages_has_no_last_message) {
  const auto group = add_group(std::vector{ada_});
  EXPECT_FALSE(list(ada_).front().last_message);
  EXPECT_EQ(list(ada_).front().conversation.id, group);
}

TEST_P(SummariesTest, a_last_message_from_before_joining_shows_only_where_history_is_shared) {
  const auto closed = add_group(std::vector{ada_});
  const auto open = add_group(std::vector{ada_}, true);
  for (const auto group : {closed, open}) {
    say(group, ada_, "before");
    join(group, bob_);
  }
  EXPECT_FALSE(summaries(bob_, {closed}).front().last_message);
  EXPECT_EQ(summaries(bob_, {open}).front().last_message->content.body, "before");
  EXPECT_EQ(summaries(bob_, {closed}).front().unread(), 0);
  say(closed, ada_, "after");
  EXPECT_EQ(summaries(bob_, {closed}).front().last_message->content.body, "after");
  EXPECT_EQ(summaries(bob_, {closed}).front().unread(), 1);
}

TEST_P(SummariesTest, a_deleted_last_message_shows_as_a_tombstone) {
  const auto group = add_group(std::vector{ada_});
  say(group, ada_, "gone");
  erase(group, Seq(1));
  EXPECT_TRUE(list(ada_).front().last_message->deleted_at);
}

TEST_P(SummariesTest, the_first_eight_present_members_are_shown) {
  auto members = add_users(12);
  members.insert(members.begin(), ada_);
  const auto group = add_group(members);
  leave(group, members[2]);
  const auto summary = list(ada_).front();
  EXPECT_EQ(summary.conversation.member_count, 12);
  std::vector<UserId> shown;
  for (const auto& member : summary.members) shown.push_back(member.user);
  members.erase(members.begin() + 2);
  members.resize(kShownMembers);
  EXPECT_EQ(shown, members);
}

TEST_P(SummariesTest, only_present_memberships_are_listed) {
  const auto kept = add_group(std::vector{ada_, bob_});
  const auto left = add_group(std::vector{ada_, bob_});
  const auto never = add_group(std::vector{ada_});
  leave(left, bob_);
  EXPECT_EQ(ids_of(list(bob_)), std::vector{kept});
  EXPECT_EQ(ids_of(summaries(bob_, {kept, left, never, ConversationId::generate()})), std::vector{kept});
  ASSERT_EQ(positions(bob_).size(), 1u);
  EXPECT_EQ(positions(bob_).front().id, kept);
}

TEST_P(SummariesTest, summaries_come_ascending_by_id_each_once) {
  const auto first = add_group(std::vector{ada_});
  const auto second = add_group(std::vector{ada_});
  EXPECT_EQ(ids_of(summaries(ada_, {second, first, second})), (std::vector{first, second}));
  EXPECT_TRUE(summaries(ada_, {}).empty());
}

TEST_P(SummariesTest, each_of_several_views_shows_what_its_own_user_sees) {
  const auto closed = add_group(std::vector{ada_});
  say(closed, ada_, "before");
  join(closed, bob_);
  const auto own = add_group(std::vector{ada_});
  const std::vector<View> views = {{bob_, closed}, {bob_, own}, {ada_, closed}, {ada_, own}, {bob_, closed}};
  const auto found = read([&](Transaction& transaction) { return transaction.store<SummaryStore>().summaries(views); });
  ASSERT_EQ(found.size(), 5u);
  EXPECT_FALSE(found[0]->last_message);
  EXPECT_EQ(found[0]->role, MemberRole::member);
  EXPECT_FALSE(found[1]) << "he is no member";
  EXPECT_EQ(found[2]->last_message->content.body, "before");
  EXPECT_EQ(found[2]->role, MemberRole::admin);
  EXPECT_EQ(found[3]->conversation.id, own);
  EXPECT_EQ(found[3]->members.size(), 1u);
  EXPECT_EQ(found[4]->members.size(), 2u);
}

std::vector<ConversationId> ids_of_positions(const std::vector<ConversationPosition>& positions) {
  std::vector<ConversationId> ids;
  for (const auto& position : positions) ids.push_back(position.id);
  return ids;
}

TEST_P(SummariesTest, positions_of_several_ranges_come_in_their_order) {
  const auto shared = add_group(std::vector{ada_, bob_});
  const auto own = add_group(std::vector{ada_});
  const auto last = add_group(std::vector{ada_});
  const std::vector<PositionRange> ranges = {{bob_}, {UserId::generate()}, {ada_}, {bob_}, {ada_, shared, own}};
  const auto found =
      read([&](Transaction& transaction) { return transaction.store<SummaryStore>().positions(ranges); });
  ASSERT_EQ(found.size(), 5u);
  EXPECT_EQ(ids_of_positions(found[0]), std::vector{shared});
  EXPECT_TRUE(found[1].empty());
  EXPECT_EQ(ids_of_positions(found[2]), (std::vector{shared, own, last}));
  EXPECT_EQ(ids_of_positions(found[3]), std::vector{shared});
  EXPECT_EQ(ids_of_positions(found[4]), std::vector{own});
}

TEST_P(SummariesTest, a_reader_of_a_page_does_not_read_the_positions_of_all_conversations) {
  std::vector<ConversationId> groups;
  for (std::size_t i = 0; i < 2 * kPositionsRead + 3; ++i) groups.push_back(add_group(std::vector{ada_}));
  std::vector<ConversationId> found;
  std::vector<std::size_t> sizes;
  for (PositionRange range{ada_}; sizes.empty() || sizes.back() > 0;) {
    const auto part =
        read([&](Transaction& transaction) { return transaction.store<SummaryStore>().positions(range); });
    sizes.push_back(part.size());
    std::ranges::copy(ids_of_positions(part), std::back_inserter(found));
    range.after = found.back();
  }
  EXPECT_EQ(sizes, (std::vector<std::size_t>{kPositionsRead, kPositionsRead, 3, 0}));
  EXPECT_EQ(found, groups);
}

TEST_P(SummariesTest, the_conversations_of_several_users_come_in_their_order) {
  const auto shared = add_group(std::vector{ada_, bob_});
  const auto left = add_group(std::vector{ada_, bob_});
  leave(left, bob_);
  const std::vector<UserId> users = {bob_, UserId::generate(), ada_, bob_};
  const auto found =
      read([&](Transaction& transaction) { return transaction.store<SummaryStore>().conversations_of(users); });
  EXPECT_EQ(found, (std::vector<std::vector<ConversationId>>{{shared}, {}, {shared, left}, {shared}}));
}

TEST_P(SummariesTest, positions_say_how_far_everything_is) {
  const auto first = add_group(std::vector{ada_});
  const auto second = add_group(std::vector{ada_});
  say(second, ada_, "one");
  say(second, ada_, "two");
  move_read(second, ada_, 1);
  const auto found = positions(ada_);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].id, first);
  EXPECT_EQ(found[0].rev, Rev(1));
  EXPECT_EQ(found[0].last_seq, Seq(0));
  EXPECT_EQ(found[1].id, second);
  EXPECT_EQ(found[1].rev, Rev(3));
  EXPECT_EQ(found[1].last_seq, Seq(2));
  EXPECT_EQ(found[1].read_seq, Seq(1));
}

TEST_P(SummariesTest, the_list_is_by_last_activity_and_pages_without_loss_for_any_activity) {
  EXPECT_TRUE(rc::check([this] {
    const UserId reader = add_user("reader-" + ConversationId::generate().text());
    std::vector<ConversationId> groups;
    const auto count = *rc::gen::inRange<std::size_t>(0, 8);
    for (std::size_t i = 0; i < count; ++i) {
      groups.push_back(add_group(std::vector{reader, bob_}));
      // There are only a few different times, so that many conversations share one and the id decides their order.
      if (*rc::gen::arbitrary<bool>()) say(groups.back(), bob_, "text", at(*rc::gen::inRange(0, 3)));
    }
    std::vector<std::pair<Time, ConversationId>> expected;
    for (const auto id : groups) {
      const auto now = conversation(id);
      expected.emplace_back(now.last_message_at.value_or(now.created_at), id);
    }
    std::ranges::sort(expected, std::greater{});

    std::vector<std::pair<Time, ConversationId>> seen;
    std::optional<ConversationListCursor> cursor;
    const auto limit = *rc::gen::inRange<std::size_t>(1, 4);
    for (auto page = list(reader, cursor, limit); !page.empty(); page = list(reader, cursor, limit)) {
      RC_ASSERT(page.size() <= limit);
      for (const auto& summary : page) seen.emplace_back(end_of(summary).active_at, summary.conversation.id);
      cursor = end_of(page.back());
    }
    RC_ASSERT(seen == expected);
  }));
}

}  // namespace
}  // namespace parley::testing
