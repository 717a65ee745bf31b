#include "unit/features/service_test.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class MessagingTest : public ServiceTest {
 protected:
  std::vector<std::int64_t> seqs(const HistoryPage& page) {
    std::vector<std::int64_t> seqs;
    for (const Message& message : page.messages) seqs.push_back(message.seq.value());
    return seqs;
  }
  HistoryPage history(const Caller& caller, ConversationId id, HistoryQuery query) {
    return value_of(messages_->history(caller, id, query));
  }
  // Returns a page in words: "3 4 5, more before".
  std::string page(const Caller& caller, ConversationId id, HistoryQuery query) {
    const HistoryPage page = history(caller, id, query);
    std::string text;
    for (const std::int64_t seq : seqs(page)) text += (text.empty() ? "" : " ") + std::to_string(seq);
    if (page.more_before) text += ", more before";
    if (page.more_after) text += ", more after";
    return text;
  }
  static HistoryQuery before(std::int64_t seq, std::size_t limit) { return {Seq(seq), {}, {}, limit}; }
  static HistoryQuery after(std::int64_t seq, std::size_t limit) { return {{}, Seq(seq), {}, limit}; }
  static HistoryQuery around(std::int64_t seq, std::size_t limit) { return {{}, {}, Seq(seq), limit}; }
  static HistoryQuery latest(std::size_t limit) { return {{}, {}, {}, limit}; }
  void say_times(int count, ConversationId id) {
    for (int i = 0; i < count; ++i) say(ada_, id, "hello");
  }

  static constexpr std::int64_t kWild = std::numeric_limits<std::int64_t>::max();

  Caller ada_ = add_user("ada");
  Caller bob_ = add_user("bob");
  Caller eve_ = add_user("eve");
};

TEST_F(MessagingTest, a_message_is_announced_once_with_its_seq_and_rev) {
  const ConversationId id = add_group({ada_, bob_});
  const auto sent = value_of(messages_->send(ada_, id, "c1", "hello", std::nullopt));
  EXPECT_FALSE(sent.duplicate);
  EXPECT_EQ(sent.message.seq, Seq(1));
  EXPECT_EQ(sent.message.rev, Rev(2));
  EXPECT_EQ(sent.message.sender, ada_.user);
  EXPECT_EQ(value_of(messages_->get(bob_, id, Seq(1))).content.body, "hello");
  EXPECT_THAT(announced(), ElementsAre("rev 2: message 1 created"));

  const auto repeated = value_of(messages_->send(ada_, id, "c1", "hello", std::nullopt));
  EXPECT_TRUE(repeated.duplicate);
  EXPECT_EQ(repeated.message.seq, Seq(1));
  EXPECT_EQ(error_of(messages_->send(ada_, id, "c1", "something else", std::nullopt)), ErrorCode::conflict);
  EXPECT_THAT(announced(), IsEmpty());
}

TEST_F(MessagingTest, two_sends_of_one_loop_keep_their_order) {
  const ConversationId id = add_group({ada_, bob_});
  std::vector<Task<SentMessage>> tasks;
  for (int i = 0; i < 50; ++i) {
    tasks.push_back(messages_->send(ada_, id, "c" + std::to_string(i), std::to_string(i), std::nullopt));
  }
  std::int64_t seq = 0;
  for (const auto& sent : run_together(std::move(tasks))) EXPECT_EQ(sent.value().message.seq, Seq(++seq));
}

TEST_F(MessagingTest, sending_reads_what_was_sent) {
  const ConversationId id = add_group({ada_, bob_});
  say(ada_, id, "one");
  say(bob_, id, "two");
  EXPECT_EQ(read_cursors_.latest(id, ada_.user, Seq(0)), Seq(1));
  EXPECT_EQ(read_cursors_.latest(id, bob_.user, Seq(0)), Seq(2));
}

TEST_F(MessagingTest, the_latest_page_is_the_default) {
  const ConversationId id = add_group({ada_, bob_});
  EXPECT_EQ(page(bob_, id, latest(3)), "");
  say_times(5, id);
  EXPECT_EQ(page(bob_, id, latest(3)), "3 4 5, more before");
  EXPECT_EQ(page(bob_, id, latest(5)), "1 2 3 4 5");
}

TEST_F(MessagingTest, history_goes_back_before_a_message) {
  const ConversationId id = add_group({ada_, bob_});
  say_times(5, id);
  EXPECT_EQ(page(bob_, id, before(4, 2)), "2 3, more before, more after");
  EXPECT_EQ(page(bob_, id, before(4, 3)), "1 2 3, more after");
  EXPECT_EQ(page(bob_, id, before(1, 3)), ", more after");
  EXPECT_EQ(page(bob_, id, before(6, 9)), "1 2 3 4 5");
}

TEST_F(MessagingTest, history_goes_on_after_a_message) {
  const ConversationId id = add_group({ada_, bob_});
  say_times(5, id);
  EXPECT_EQ(page(bob_, id, after(2, 2)), "3 4, more before, more after");
  EXPECT_EQ(page(bob_, id, after(0, 2)), "1 2, more after");
  EXPECT_EQ(page(bob_, id, after(2, 3)), "3 4 5, more before");
  EXPECT_EQ(page(bob_, id, after(5, 3)), ", more before");
}

TEST_F(MessagingTest, history_around_a_message_shows_both_sides_of_it) {
  const ConversationId id = add_group({ada_, bob_});
  say_times(9, id);
  EXPECT_EQ(page(bob_, id, around(5, 4)), "4 5 6 7, more before, more after");
  EXPECT_EQ(page(bob_, id, around(5, 5)), "3 4 5 6 7, more before, more after");
  EXPECT_EQ(page(bob_, id, around(5, 1)), "5, more before, more after");
  EXPECT_EQ(page(bob_, id, around(1, 4)), "1 2 3, more after");
  EXPECT_EQ(page(bob_, id, around(9, 4)), "8 9, more before");
}

TEST_F(MessagingTest, seqs_that_never_were_are_taken_for_the_nearest_end) {
  const ConversationId id = add_group({ada_, bob_});
  EXPECT_EQ(page(bob_, id, before(kWild, 3)), "");
  EXPECT_EQ(page(bob_, id, after(-kWild, 3)), "");
  EXPECT_EQ(page(bob_, id, around(kWild, 3)), "");
  say_times(3, id);
  EXPECT_EQ(page(bob_, id, before(kWild, 2)), "2 3, more before");
  EXPECT_EQ(page(bob_, id, before(-kWild, 2)), ", more after");
  EXPECT_EQ(page(bob_, id, after(kWild, 2)), ", more before");
  EXPECT_EQ(page(bob_, id, after(-kWild, 2)), "1 2, more after");
  EXPECT_EQ(page(bob_, id, around(kWild, 2)), "3, more before");
  EXPECT_EQ(page(bob_, id, around(-kWild, 2)), "1 2, more after");
}

TEST_F(MessagingTest, a_newcomer_sees_what_came_after_joining) {
  const ConversationId id = add_group({ada_, bob_});
  say_times(3, id);
  join(ada_, id, eve_);
  EXPECT_EQ(page(eve_, id, latest(9)), "");
  say_times(2, id);
  EXPECT_EQ(page(eve_, id, latest(9)), "4 5");
  EXPECT_EQ(page(eve_, id, latest(1)), "5, more before");
  EXPECT_EQ(page(eve_, id, before(3, 9)), ", more after");
  EXPECT_EQ(page(eve_, id, after(1, 1)), "4, more after");
  EXPECT_EQ(page(eve_, id, around(2, 2)), "4 5");
  EXPECT_EQ(error_of(messages_->get(eve_, id, Seq(3))), ErrorCode::not_found);
  EXPECT_EQ(value_of(messages_->get(eve_, id, Seq(4))).seq, Seq(4));
}

TEST_F(MessagingTest, shared_history_is_open_to_a_newcomer) {
  const ConversationId id = add_group({ada_, bob_}, true);
  say_times(3, id);
  join(ada_, id, eve_);
  EXPECT_EQ(page(eve_, id, latest(2)), "2 3, more before");
  EXPECT_EQ(value_of(messages_->get(eve_, id, Seq(1))).seq, Seq(1));
}

TEST_F(MessagingTest, a_message_that_never_was_is_not_found) {
  const ConversationId id = add_group({ada_, bob_});
  for (const std::int64_t seq : {std::int64_t{0}, std::int64_t{1}, kWild, -kWild}) {
    EXPECT_EQ(error_of(messages_->get(ada_, id, Seq(seq))), ErrorCode::not_found);
    EXPECT_EQ(error_of(messages_->edit(ada_, id, Seq(seq), "x")), ErrorCode::not_found);
    EXPECT_EQ(error_of(messages_->erase(ada_, id, Seq(seq))), ErrorCode::not_found);
  }
}

TEST_F(MessagingTest, only_the_sender_edits) {
  const ConversationId id = add_group({ada_, bob_});
  say(bob_, id, "helo");
  take_events();
  clock_.advance(seconds(1));
  EXPECT_EQ(error_of(messages_->edit(ada_, id, Seq(1), "hello")), ErrorCode::forbidden) << "not even an admin";
  const Message edited = value_of(messages_->edit(bob_, id, Seq(1), "hello"));
  EXPECT_EQ(edited.content.body, "hello");
  EXPECT_EQ(edited.rev, Rev(3));
  EXPECT_EQ(edited.created_rev, Rev(2));
  EXPECT_EQ(edited.edited_at, clock_.now());
  EXPECT_THAT(announced(), ElementsAre("rev 3: message 1 edited"));
}

TEST_F(MessagingTest, the_sender_or_an_admin_deletes_and_a_tombstone_stays) {
  const ConversationId id = add_group({ada_, bob_, eve_});
  say(bob_, id, "one");
  say(bob_, id, "two");
  say(ada_, id, "three");
  take_events();
  EXPECT_EQ(error_of(messages_->erase(eve_, id, Seq(1))), ErrorCode::forbidden);
  EXPECT_EQ(error_of(messages_->erase(bob_, id, Seq(3))), ErrorCode::forbidden);
  const Message tombstone = value_of(messages_->erase(bob_, id, Seq(1)));
  EXPECT_EQ(tombstone.content.body, "");
  EXPECT_TRUE(tombstone.deleted_at);
  value_of(messages_->erase(ada_, id, Seq(2)));
  EXPECT_THAT(announced(), ElementsAre("rev 5: message 1 deleted", "rev 6: message 2 deleted"));
  EXPECT_EQ(page(ada_, id, latest(9)), "1 2 3");
}

TEST_F(MessagingTest, deleting_again_gives_the_tombstone_unchanged) {
  const ConversationId id = add_group({ada_, bob_});
  say(bob_, id, "one");
  const Message first = value_of(messages_->erase(bob_, id, Seq(1)));
  take_events();
  const Message second = value_of(messages_->erase(ada_, id, Seq(1)));
  EXPECT_EQ(second.rev, first.rev);
  EXPECT_EQ(second.deleted_at, first.deleted_at);
  EXPECT_THAT(announced(), IsEmpty());
  EXPECT_EQ(error_of(messages_->edit(bob_, id, Seq(1), "back")), ErrorCode::forbidden);
}

TEST_F(MessagingTest, in_a_direct_conversation_everybody_deletes_the_own_messages_only) {
  const ConversationId id = value_of(conversations_->open_direct(ada_, bob_.user)).first.conversation.id;
  say(bob_, id, "one");
  EXPECT_EQ(error_of(messages_->erase(ada_, id, Seq(1))), ErrorCode::forbidden);
  EXPECT_TRUE(value_of(messages_->erase(bob_, id, Seq(1))).deleted_at);
}

TEST_F(MessagingTest, typing_is_announced_and_not_stored) {
  const ConversationId id = add_group({ada_, bob_});
  value_of(typing_->set(ada_, id, true));
  value_of(typing_->set(ada_, id, false));
  EXPECT_THAT(announced(), ElementsAre("ada types", "ada stopped typing"));
  EXPECT_EQ(value_of(conversations_->get(ada_, id)).conversation.rev, Rev(1));
}

TEST_F(MessagingTest, a_read_cursor_only_moves_forward_and_is_announced_when_it_moves) {
  const ConversationId id = add_group({ada_, bob_});
  say_times(4, id);
  take_events();
  const auto moved = value_of(receipts_->confirm(bob_, id, Seq(3), std::nullopt));
  EXPECT_EQ(moved.read_seq, Seq(3));
  EXPECT_EQ(moved.unread, 1);
  const auto back = value_of(receipts_->confirm(bob_, id, Seq(1), std::nullopt));
  EXPECT_EQ(back.read_seq, Seq(3));
  EXPECT_EQ(back.unread, 1);
  value_of(receipts_->confirm(bob_, id, Seq(3), std::nullopt));
  EXPECT_THAT(announced(), ElementsAre("bob read 3, 1 unread"));
}

TEST_F(MessagingTest, a_read_cursor_stops_at_the_last_message) {
  const ConversationId id = add_group({ada_, bob_});
  say_times(2, id);
  EXPECT_EQ(value_of(receipts_->confirm(bob_, id, Seq(kWild), std::nullopt)).read_seq, Seq(2));
  EXPECT_EQ(value_of(receipts_->confirm(bob_, id, Seq(-kWild), std::nullopt)).read_seq, Seq(2));
  say_times(1, id);
  EXPECT_EQ(value_of(conversations_->get(bob_, id)).unread(), 1);
}

TEST_F(MessagingTest, a_stranger_finds_nothing_and_one_who_left_is_refused) {
  const ConversationId id = add_group({ada_, bob_});
  say(bob_, id, "one");
  value_of(members_->leave(bob_, id));
  take_events();
  for (const auto& [caller, expected] :
       {std::pair(eve_, ErrorCode::not_found), std::pair(bob_, ErrorCode::forbidden)}) {
    EXPECT_EQ(error_of(messages_->send(caller, id, "late", "late", std::nullopt)), expected);
    EXPECT_EQ(error_of(messages_->get(caller, id, Seq(1))), expected);
    EXPECT_EQ(error_of(messages_->history(caller, id, {})), expected);
    EXPECT_EQ(error_of(messages_->edit(caller, id, Seq(1), "x")), expected);
    EXPECT_EQ(error_of(messages_->erase(caller, id, Seq(1))), expected);
    EXPECT_EQ(error_of(typing_->set(caller, id, true)), expected);
    EXPECT_EQ(error_of(receipts_->confirm(caller, id, Seq(1), std::nullopt)), expected);
  }
  EXPECT_THAT(announced(), IsEmpty());
}

}  // namespace
}  // namespace parley::testing
