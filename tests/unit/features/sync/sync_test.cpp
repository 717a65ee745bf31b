#include "unit/features/sync/sync_test.hpp"

namespace parley::testing {
namespace {

using ::testing::_;
using ::testing::ElementsAre;
using ::testing::FieldsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_F(SyncTest, a_client_that_knows_nothing_is_given_every_conversation) {
  const ConversationId first = add_group({ada_, bob_});
  const ConversationId second = add_group({bob_});
  say(bob_, first, "hello");
  const SyncPage page = sync(ada_, SyncRequest{});
  EXPECT_EQ(page.epoch, epoch_);
  EXPECT_EQ(page.user.username, "ada");
  EXPECT_EQ(page.user.rev, UserRev(1));
  ASSERT_THAT(page.added, SizeIs(1));
  EXPECT_EQ(page.added[0].conversation.id, first);
  EXPECT_EQ(page.added[0].last_message->content.body, "hello");
  EXPECT_THAT(page.covered, ElementsAre(FieldsAre(first, Rev(2), _)));
  EXPECT_THAT(sync(bob_, SyncRequest{}).covered,
              ElementsAre(FieldsAre(first, Rev(2), _), FieldsAre(second, Rev(1), _)));
}

TEST_F(SyncTest, the_sender_of_a_last_message_has_a_name_also_in_a_large_group) {
  std::vector<Caller> members{ada_};
  for (int i = 0; i < 10; ++i) members.push_back(add_user("member" + std::to_string(i)));
  const ConversationId id = add_group(members);
  say(members.back(), id, "hello");
  EXPECT_EQ(sync(ada_, SyncRequest{}).added.at(0).last_sender.value().username, "member9");
  EXPECT_EQ(sync(ada_, id, 100).resets.at(0).summary.last_sender.value().username, "member9");
}

TEST_F(SyncTest, a_session_has_ended_if_nobody_may_use_it_any_more) {
  EXPECT_FALSE(value_of(sync_->has_ended(ada_.user, ada_.session)));
  EXPECT_TRUE(value_of(sync_->has_ended(bob_.user, ada_.session)));
  EXPECT_TRUE(value_of(sync_->has_ended(ada_.user, SessionId::generate())));
  deactivate(ada_.user);
  EXPECT_TRUE(value_of(sync_->has_ended(ada_.user, ada_.session)));
}

TEST_F(SyncTest, a_client_that_missed_nothing_gets_that_answer) {
  const ConversationId id = add_group({ada_, bob_});
  const SyncPage page = sync(ada_, id, 1);
  expect_nothing_but_covered(page);
  EXPECT_THAT(page.covered, ElementsAre(FieldsAre(id, Rev(1), _)));
}

TEST_F(SyncTest, clients_that_come_at_once_are_each_given_their_own_page) {
  const ConversationId shared = add_group({ada_, bob_});
  const ConversationId own = add_group({bob_});
  say(bob_, shared, "hello");  // rev 2
  const auto ask = [&](UserId user, SyncRequest request) { return sync_->page(user, std::move(request)); };
  const auto standing = [&](std::int64_t rev) {
    return SyncRequest{.epoch = epoch_, .positions = {{shared, {Rev(rev), Seq(0)}}}, .after = {}};
  };
  constexpr std::size_t kKinds = 5;
  std::vector<Task<SyncPage>> asked;
  for (int i = 0; i < 20; ++i) {
    asked.push_back(ask(ada_.user, {}));
    asked.push_back(ask(bob_.user, standing(2)));
    asked.push_back(ask(ada_.user, standing(1)));
    asked.push_back(ask(UserId::generate(), {}));
    asked.push_back(ask(bob_.user, standing(3)));
  }
  const auto pages = run_together(std::move(asked));
  for (std::size_t i = 0; i < pages.size(); i += kKinds) {
    EXPECT_EQ(pages[i]->user.username, "ada");
    ASSERT_THAT(pages[i]->added, SizeIs(1));
    EXPECT_EQ(pages[i]->added[0].last_message->content.body, "hello");
    EXPECT_THAT(pages[i]->added[0].members, SizeIs(2));
    EXPECT_EQ(pages[i + 1]->user.username, "bob");
    ASSERT_THAT(pages[i + 1]->added, SizeIs(1)) << "the one that he did not name";
    EXPECT_EQ(pages[i + 1]->added[0].conversation.id, own);
    EXPECT_THAT(pages[i + 1]->covered, SizeIs(2));
    ASSERT_THAT(pages[i + 2]->changes, SizeIs(1));
    EXPECT_THAT(seqs(pages[i + 2]->changes[0].messages), ElementsAre(1));
    EXPECT_EQ(pages[i + 3].error().code, ErrorCode::not_found);
    EXPECT_THAT(pages[i + 4]->resets, SizeIs(1));
  }
}

TEST_F(SyncTest, many_conversations_of_clients_that_come_at_once_are_all_covered) {
  // The number exceeds what one client reads at once, and what several clients read together.
  constexpr std::size_t kGroups = 70;
  for (std::size_t i = 0; i < kGroups; ++i) add_group({ada_, bob_});
  const Caller eve = add_user("eve");
  for (int i = 0; i < 20; ++i) add_group({eve, bob_});
  std::vector<Task<SyncPage>> asked;
  for (int i = 0; i < 40; ++i) {
    asked.push_back(sync_->page(ada_.user, {}));
    asked.push_back(sync_->page(eve.user, {}));
  }
  const auto pages = run_together(std::move(asked));
  for (std::size_t i = 0; i < pages.size(); i += 2) {
    EXPECT_THAT(pages[i]->added, SizeIs(kGroups));
    EXPECT_THAT(pages[i + 1]->added, SizeIs(20));
  }
}

TEST_F(SyncTest, clients_that_come_at_once_are_each_accepted_or_refused_by_their_own_session) {
  const ConversationId id = add_group({ada_, bob_});
  const Caller gone = add_user("gone");
  deactivate(gone.user);
  std::vector<Task<SyncStart>> asked;
  for (int i = 0; i < 20; ++i) {
    asked.push_back(sync_->start(ada_.user, ada_.session));
    asked.push_back(sync_->start(ada_.user, bob_.session));
    asked.push_back(sync_->start(gone.user, gone.session));
    asked.push_back(sync_->start(bob_.user, bob_.session));
  }
  const auto starts = run_together(std::move(asked));
  for (std::size_t i = 0; i < starts.size(); i += 4) {
    EXPECT_THAT(starts[i]->conversations, ElementsAre(id));
    EXPECT_EQ(starts[i + 1].error().code, ErrorCode::unauthenticated);
    EXPECT_EQ(starts[i + 2].error().code, ErrorCode::unauthenticated);
    EXPECT_THAT(starts[i + 3]->conversations, ElementsAre(id));
  }
}

TEST_F(SyncTest, what_was_missed_comes_as_it_is_now_in_order_of_rev) {
  const ConversationId id = add_group({ada_, bob_});
  say(bob_, id, "one");  // rev 2
  say(bob_, id, "two");  // rev 3
  value_of(messages_->edit(bob_, id, Seq(1), "uno"));  // rev 4
  join(ada_, id, add_user("eve"));  // rev 5
  value_of(conversations_->update(ada_, id, {.title = "New", .label = {}, .shares_history = {}}));  // rev 6
  value_of(messages_->erase(bob_, id, Seq(1)));  // rev 7

  const SyncPage page = sync(ada_, id, 2);
  ASSERT_THAT(page.changes, SizeIs(1));
  const ConversationChanges& changes = page.changes[0];
  EXPECT_EQ(changes.since, Rev(2));
  EXPECT_EQ(changes.rev, Rev(7));
  EXPECT_TRUE(changes.complete);
  EXPECT_EQ(changes.properties->title, "New");
  ASSERT_THAT(changes.members, SizeIs(1));
  EXPECT_EQ(changes.members[0].username, "eve");
  EXPECT_THAT(seqs(changes.messages), ElementsAre(2, 1));
  EXPECT_TRUE(changes.messages[1].deleted_at);
  EXPECT_THAT(page.resets, IsEmpty());
  EXPECT_THAT(page.covered, ElementsAre(FieldsAre(id, Rev(7), _)));

  EXPECT_FALSE(sync(ada_, id, 6).changes.at(0).properties);
}

TEST_F(SyncTest, too_many_changes_are_a_reset_with_the_latest_messages) {
  limits_.sync_changes = 5;
  limits_.sync_window = 3;
  const ConversationId id = add_group({ada_, bob_});
  for (int i = 0; i < 5; ++i) say(bob_, id, "hello");
  EXPECT_THAT(sync(ada_, id, 1).changes, SizeIs(1));
  say(bob_, id, "one more");
  const SyncPage page = sync(ada_, id, 1);
  EXPECT_THAT(page.changes, IsEmpty());
  ASSERT_THAT(page.resets, SizeIs(1));
  EXPECT_EQ(page.resets[0].summary.conversation.rev, Rev(7));
  EXPECT_EQ(page.resets[0].summary.unread(), 6);
  EXPECT_THAT(seqs(page.resets[0].messages), ElementsAre(4, 5, 6));
  EXPECT_THAT(page.cursors, IsEmpty()) << "the summary has it";
}

TEST_F(SyncTest, changes_of_members_come_with_their_number) {
  const ConversationId id = add_group({ada_, bob_});  // rev 1
  const Caller eve = add_user("eve");
  join(ada_, id, eve);  // rev 2
  EXPECT_EQ(sync(ada_, id, 1).changes.at(0).properties->member_count, 3);
  value_of(members_->leave(eve, id));  // rev 3
  EXPECT_EQ(sync(ada_, id, 1).changes.at(0).properties->member_count, 2) << "who came and left again changes nothing";
  say(bob_, id, "hello");  // rev 4
  EXPECT_FALSE(sync(ada_, id, 3).changes.at(0).properties);
}

TEST_F(SyncTest, members_messages_and_properties_count_together_as_changes) {
  limits_.sync_changes = 2;
  const ConversationId id = add_group({ada_, bob_});
  say(bob_, id, "hello");
  join(ada_, id, add_user("eve"));
  EXPECT_THAT(sync(ada_, id, 1).changes, SizeIs(1));
  value_of(conversations_->update(ada_, id, {.title = "New", .label = {}, .shares_history = {}}));
  EXPECT_THAT(sync(ada_, id, 1).resets, SizeIs(1));
}

TEST_F(SyncTest, a_rev_from_the_future_is_a_reset) {
  const ConversationId id = add_group({ada_, bob_});
  EXPECT_THAT(sync(ada_, id, 2).resets, SizeIs(1));
  EXPECT_THAT(sync(ada_, id, std::numeric_limits<std::int64_t>::max()).resets, SizeIs(1));
}

TEST_F(SyncTest, a_rev_from_before_the_beginning_is_the_beginning) {
  const ConversationId id = add_group({ada_, bob_});
  say(bob_, id, "hello");
  const SyncPage page = sync(bob_, id, std::numeric_limits<std::int64_t>::min());
  EXPECT_THAT(page.resets, SizeIs(1)) << "he was not a member then";
}

TEST_F(SyncTest, a_position_of_another_epoch_is_void) {
  const ConversationId id = add_group({ada_, bob_});
  const ConversationId gone = ConversationId::generate();
  const SyncPage page = sync(
      ada_, {.epoch = Epoch::generate(), .positions = {{id, {Rev(1), Seq(0)}}, {gone, {Rev(1), {}}}}, .after = {}});
  EXPECT_EQ(page.epoch, epoch_);
  ASSERT_THAT(page.resets, SizeIs(1));
  EXPECT_EQ(page.resets[0].summary.conversation.id, id);
  EXPECT_THAT(page.gone, ElementsAre(gone));
}

TEST_F(SyncTest, conversations_that_came_and_went_are_named) {
  const ConversationId left = add_group({ada_, bob_});
  const ConversationId stayed = add_group({ada_, bob_});
  value_of(members_->leave(bob_, left));
  const ConversationId joined = add_group({ada_});
  join(ada_, joined, bob_);
  const SyncPage page =
      sync(bob_, {.epoch = epoch_, .positions = {{left, {Rev(1), Seq(0)}}, {stayed, {Rev(1), Seq(0)}}}, .after = {}});
  EXPECT_THAT(page.gone, ElementsAre(left));
  ASSERT_THAT(page.added, SizeIs(1));
  EXPECT_EQ(page.added[0].conversation.id, joined);
  EXPECT_THAT(page.covered, ElementsAre(FieldsAre(stayed, Rev(1), _), FieldsAre(joined, Rev(2), _)));
}

TEST_F(SyncTest, a_member_who_left_and_came_back_is_reset_to_what_is_visible_now) {
  const ConversationId id = add_group({ada_, bob_});
  say(ada_, id, "before");
  value_of(members_->remove(ada_, id, bob_.user));
  say(ada_, id, "meanwhile");
  join(ada_, id, bob_);
  say(ada_, id, "after");
  const SyncPage page = sync(bob_, id, 2);
  ASSERT_THAT(page.resets, SizeIs(1));
  EXPECT_THAT(seqs(page.resets[0].messages), ElementsAre(3));
}

TEST_F(SyncTest, nothing_from_before_joining_is_among_the_changes) {
  const ConversationId id = add_group({ada_});
  say(ada_, id, "before");
  join(ada_, id, bob_);  // rev 3
  say(ada_, id, "after");
  value_of(messages_->edit(ada_, id, Seq(1), "still before"));
  const SyncPage page = sync(bob_, id, 3);
  ASSERT_THAT(page.changes, SizeIs(1));
  EXPECT_THAT(seqs(page.changes[0].messages), ElementsAre(2));
  EXPECT_EQ(page.changes[0].rev, Rev(5));
  EXPECT_THAT(seqs(sync(ada_, id, 3).changes.at(0).messages), ElementsAre(2, 1));
}

TEST_F(SyncTest, a_cursor_that_differs_is_corrected_also_when_it_is_not_written_yet) {
  const ConversationId id = add_group({ada_, bob_});
  say(bob_, id, "one");
  say(bob_, id, "two");
  value_of(receipts_->confirm(ada_, id, Seq(1), std::nullopt));
  for (const std::optional<Seq> known : {std::optional<Seq>(), std::optional(Seq(0)), std::optional(Seq(2))}) {
    const SyncPage page = sync(ada_, id, 3, known);
    ASSERT_THAT(page.cursors, SizeIs(1));
    EXPECT_EQ(page.cursors[0].read_seq, Seq(1));
    EXPECT_EQ(page.cursors[0].unread, 1);
  }
  expect_nothing_but_covered(sync(ada_, id, 3, Seq(1)));
  EXPECT_EQ(sync(ada_, SyncRequest{}).added.at(0).unread(), 1);
}

TEST_F(SyncTest, a_client_cannot_name_too_many_conversations) {
  limits_.sync_conversations = 2;
  SyncRequest request;
  for (int i = 0; i < 3; ++i) request.positions[ConversationId::generate()] = {Rev(1), {}};
  EXPECT_THAT(faults_of(sync_->page(ada_.user, request)), ElementsAre("conversations too_long"));
}

TEST_F(SyncTest, nobody_unknown_is_synced) {
  EXPECT_EQ(error_of(sync_->page(UserId::generate(), {})), ErrorCode::not_found);
}

TEST_F(SyncTest, a_live_client_is_to_follow_its_users_conversations_of_now) {
  const ConversationId first = add_group({ada_, bob_});
  const ConversationId second = add_group({ada_, bob_});
  value_of(members_->leave(bob_, first));
  EXPECT_THAT(value_of(sync_->start(ada_.user, ada_.session)).conversations, ElementsAre(first, second));
  EXPECT_THAT(value_of(sync_->start(bob_.user, bob_.session)).conversations, ElementsAre(second));
  EXPECT_EQ(value_of(sync_->start(ada_.user, ada_.session)).role, UserRole::user);
}

TEST_F(SyncTest, recovery_reads_all_changes_of_a_conversation) {
  const ConversationId id = add_group({ada_, bob_});
  say(ada_, id, "one");
  value_of(members_->leave(bob_, id));
  const auto changes = value_of(sync_->changes_since(id, Rev(1), Seq(0)));
  EXPECT_EQ(changes.rev, Rev(3));
  EXPECT_TRUE(changes.complete);
  EXPECT_THAT(seqs(changes.messages), ElementsAre(1));
  ASSERT_THAT(changes.members, SizeIs(1));
  EXPECT_TRUE(changes.members[0].left_at);
  EXPECT_EQ(error_of(sync_->changes_since(ConversationId::generate(), Rev(0), Seq(0))), ErrorCode::not_found);
}

TEST_F(SyncTest, recovery_for_one_who_joined_later_leaves_out_what_was_said_before) {
  const ConversationId id = add_group({ada_, bob_});
  say(ada_, id, "one");
  say(ada_, id, "two");
  value_of(messages_->edit(ada_, id, Seq(1), "edited"));
  EXPECT_THAT(seqs(value_of(sync_->changes_since(id, Rev(1), Seq(1))).messages), ElementsAre(2));
  EXPECT_THAT(seqs(value_of(sync_->changes_since(id, Rev(3), Seq(0))).messages), ElementsAre(1));
}

TEST_F(SyncTest, a_long_recovery_goes_on_where_it_was_cut_off) {
  limits_.sync_changes = 3;
  const ConversationId id = add_group({ada_, bob_});
  // The first half of the log has more members than messages, the second half more messages than members.
  for (int i = 0; i < 16; ++i) {
    const bool is_message = i < 8 ? i % 3 == 2 : i % 3 != 2;
    if (is_message) {
      say(ada_, id, "hello");
    } else {
      join(ada_, id, add_user("user" + std::to_string(i)));
    }
  }
  value_of(messages_->edit(ada_, id, Seq(2), "edited"));
  std::set<std::int64_t> seen;
  std::size_t members = 0;
  Rev at(1);
  for (bool complete = false; !complete;) {
    const auto changes = value_of(sync_->changes_since(id, at, Seq(0)));
    EXPECT_EQ(changes.since, at);
    EXPECT_LT(at, changes.rev);
    EXPECT_LE(changes.messages.size(), 3U);
    for (const Message& message : changes.messages) {
      EXPECT_TRUE(at < message.rev && message.rev <= changes.rev);
      EXPECT_TRUE(seen.insert(message.seq.value()).second);
    }
    EXPECT_LE(changes.members.size(), 3U);
    for (const Member& member : changes.members) EXPECT_TRUE(at < member.rev && member.rev <= changes.rev);
    members += changes.members.size();
    at = changes.rev;
    complete = changes.complete;
  }
  EXPECT_EQ(seen.size(), 7U);
  EXPECT_EQ(members, 9U);
  EXPECT_EQ(at, value_of(conversations_->get(ada_, id)).conversation.rev);
}

}  // namespace
}  // namespace parley::testing
