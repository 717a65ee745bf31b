#include <parley/core/store/messages.hpp>

#include "contract/store_test.hpp"

namespace parley::testing {
namespace {

class MessageStoreTest : public StoreTest {
 protected:
  NewMessage from(UserId sender, std::string client_id, std::string body = "hello",
                  std::optional<Seq> reply_to = std::nullopt) {
    return {group_, sender, std::move(client_id), std::move(body), reply_to};
  }
  std::optional<Message> find(Seq seq) {
    return read([&](Transaction& transaction) { return transaction.store<MessageStore>().find(group_, seq, Seq(1)); });
  }
  std::vector<std::int64_t> before(std::int64_t before, std::int64_t from, std::size_t limit) {
    return seqs_of(read([&](Transaction& transaction) {
      return transaction.store<MessageStore>().before(group_, Seq(before), Seq(from), limit);
    }));
  }
  std::vector<std::int64_t> after(std::int64_t after, std::int64_t from, std::size_t limit) {
    return seqs_of(read([&](Transaction& transaction) {
      return transaction.store<MessageStore>().after(group_, Seq(after), Seq(from), limit);
    }));
  }
  static std::vector<std::int64_t> seqs_of(const std::vector<Message>& messages) {
    std::vector<std::int64_t> seqs;
    for (const Message& message : messages) seqs.push_back(message.seq.value());
    return seqs;
  }

  UserId ada_ = add_user("ada");
  UserId bob_ = add_user("bob");
  UserId carol_ = add_user("carol");
  ConversationId group_ = add_group(std::vector{ada_, bob_});
};
PARLEY_FOR_EVERY_STORE(MessageStoreTest);

TEST_P(MessageStoreTest, a_message_is_found_as_it_was_sent) {
  say(group_, bob_, "first");
  const auto sent = send(from(ada_, "c-1", "zażółć \U0001F600\nline", Seq(1)), at(5)).value();
  EXPECT_FALSE(sent.duplicate);
  for (const auto& seen : {sent.message, find(Seq(2)).value()}) {
    EXPECT_EQ(seen.conversation, group_);
    EXPECT_EQ(seen.seq, Seq(2));
    EXPECT_EQ(seen.rev, Rev(3));
    EXPECT_EQ(seen.created_rev, Rev(3));
    EXPECT_EQ(seen.sender, ada_);
    EXPECT_EQ(seen.client_id, "c-1");
    EXPECT_EQ(seen.content.kind, MessageKind::text);
    EXPECT_EQ(seen.content.body, "zażółć \U0001F600\nline");
    EXPECT_EQ(seen.reply_to, Seq(1));
    EXPECT_EQ(seen.created_at, at(5));
    EXPECT_EQ(seen.edited_at, std::nullopt);
    EXPECT_EQ(seen.deleted_at, std::nullopt);
  }
  EXPECT_FALSE(find(Seq(3)));
}

TEST_P(MessageStoreTest, sending_moves_the_conversation_on) {
  send(from(ada_, "1"), at(5));
  send(from(bob_, "2"), at(6));
  const auto now = conversation(group_);
  EXPECT_EQ(now.last_seq, Seq(2));
  EXPECT_EQ(now.rev, Rev(3));
  EXPECT_EQ(now.meta_rev, Rev(1));
  EXPECT_EQ(now.last_message_at, at(6));
}

TEST_P(MessageStoreTest, a_repeat_gives_the_first_message_and_stores_nothing) {
  const auto first = send(from(ada_, "1"), at(5)).value().message;
  const auto repeat = send(from(ada_, "1"), at(9)).value();
  EXPECT_TRUE(repeat.duplicate);
  EXPECT_EQ(repeat.message.seq, first.seq);
  EXPECT_EQ(repeat.message.created_at, at(5));
  EXPECT_EQ(conversation(group_).last_seq, Seq(1));
  EXPECT_EQ(conversation(group_).rev, first.rev);
  EXPECT_EQ(conversation(group_).last_message_at, at(5));
}

TEST_P(MessageStoreTest, a_client_id_used_for_something_else_is_a_conflict) {
  say(group_, bob_, "to reply to");
  send(from(ada_, "1", "hello"));
  EXPECT_EQ(send(from(ada_, "1", "other")).error().code, ErrorCode::conflict);
  EXPECT_EQ(send(from(ada_, "1", "hello", Seq(1))).error().code, ErrorCode::conflict);
  EXPECT_EQ(conversation(group_).last_seq, Seq(2));
}

TEST_P(MessageStoreTest, a_client_id_belongs_to_its_sender_and_conversation) {
  const auto other = add_group(std::vector{ada_, bob_});
  EXPECT_FALSE(send(from(ada_, "1", "a"))->duplicate);
  EXPECT_FALSE(send(from(bob_, "1", "b"))->duplicate);
  EXPECT_FALSE(send({other, ada_, "1", "c", std::nullopt})->duplicate);
}

TEST_P(MessageStoreTest, a_repeat_of_what_was_edited_or_deleted_since_is_no_conflict) {
  send(from(ada_, "1", "as sent"));
  edit(group_, Seq(1), "as edited");
  auto repeat = send(from(ada_, "1", "as sent")).value();
  EXPECT_TRUE(repeat.duplicate);
  EXPECT_EQ(repeat.message.content.body, "as edited");

  erase(group_, Seq(1));
  repeat = send(from(ada_, "1", "as sent")).value();
  EXPECT_TRUE(repeat.duplicate);
  EXPECT_TRUE(repeat.message.deleted_at);
}

TEST_P(MessageStoreTest, only_members_send) {
  EXPECT_EQ(send(from(carol_, "1")).error().code, ErrorCode::not_found);
  EXPECT_EQ(send({ConversationId::generate(), ada_, "1", "hello", std::nullopt}).error().code, ErrorCode::not_found);
  leave(group_, bob_);
  EXPECT_EQ(send(from(bob_, "1")).error().code, ErrorCode::forbidden);
  EXPECT_EQ(conversation(group_).last_seq, Seq(0));
}

TEST_P(MessageStoreTest, one_who_left_cannot_even_repeat) {
  send(from(bob_, "1"));
  leave(group_, bob_);
  EXPECT_EQ(send(from(bob_, "1")).error().code, ErrorCode::forbidden);
  join(group_, bob_);
  EXPECT_TRUE(send(from(bob_, "1"))->duplicate);
}

TEST_P(MessageStoreTest, one_replies_only_to_what_one_can_see) {
  const FieldError fault{"reply_to", FieldFault::invalid, "There is no such message to reply to."};
  const auto faults = [&](UserId sender, std::int64_t reply_to) {
    const auto result = send(from(sender, "reply " + std::to_string(reply_to), "re", Seq(reply_to)));
    return result ? std::vector<FieldError>{} : result.error().fields;
  };
  say(group_, ada_, "before carol");
  join(group_, carol_);
  say(group_, ada_, "after carol");
  EXPECT_THAT(faults(carol_, 1), ::testing::ElementsAre(fault));
  EXPECT_THAT(faults(carol_, 99), ::testing::ElementsAre(fault));
  EXPECT_THAT(faults(carol_, 3), ::testing::ElementsAre(fault)) << "the message itself";
  EXPECT_THAT(faults(carol_, 0), ::testing::ElementsAre(fault));
  EXPECT_THAT(faults(carol_, -1), ::testing::ElementsAre(fault));
  EXPECT_THAT(faults(carol_, 2), ::testing::IsEmpty());
  EXPECT_THAT(faults(ada_, 1), ::testing::IsEmpty());
}

TEST_P(MessageStoreTest, shared_history_can_be_replied_to) {
  group_ = add_group(std::vector{ada_}, true);
  say(group_, ada_, "before carol");
  join(group_, carol_);
  EXPECT_EQ(send(from(carol_, "1", "re", Seq(1)))->message.reply_to, Seq(1));
}

TEST_P(MessageStoreTest, a_reply_accepted_once_is_accepted_when_repeated) {
  say(group_, ada_, "one");
  ASSERT_TRUE(send(from(bob_, "1", "re", Seq(1))));
  leave(group_, bob_);
  join(group_, bob_);  // Bob joins, and does not see what was said before.
  EXPECT_TRUE(send(from(bob_, "1", "re", Seq(1)))->duplicate);
  EXPECT_EQ(send(from(bob_, "2", "re", Seq(1))).error().code, ErrorCode::invalid_request);
}

TEST_P(MessageStoreTest, a_batch_numbers_each_conversations_messages_in_its_order) {
  const auto other = add_group(std::vector{ada_});
  const auto results = append({from(ada_, "1", "a"),
                               {other, ada_, "1", "b", std::nullopt},
                               from(bob_, "2", "c"),
                               {other, ada_, "2", "d", std::nullopt},
                               from(ada_, "3", "e", Seq(2))});
  std::vector<std::pair<std::int64_t, std::string>> written;
  for (const auto& result : results) written.emplace_back(result->message.seq.value(), result->message.content.body);
  EXPECT_THAT(written, ::testing::ElementsAre(std::pair(1, "a"), std::pair(1, "b"), std::pair(2, "c"),
                                              std::pair(2, "d"), std::pair(3, "e")));
  EXPECT_EQ(conversation(group_).rev, Rev(4));
  EXPECT_EQ(conversation(other).rev, Rev(3));
}

TEST_P(MessageStoreTest, a_bad_message_in_a_batch_fails_alone_and_leaves_no_gap) {
  const auto results =
      append({from(ada_, "1", "good"), from(carol_, "1", "of a stranger"), from(ada_, "1", "with a used id"),
              from(ada_, "1", "good"), from(bob_, "1", "to nothing", Seq(9)), from(bob_, "2", "good too")});
  EXPECT_EQ(results[0]->message.seq, Seq(1));
  EXPECT_EQ(results[1].error().code, ErrorCode::not_found);
  EXPECT_EQ(results[2].error().code, ErrorCode::conflict);
  EXPECT_TRUE(results[3]->duplicate);
  EXPECT_EQ(results[4].error().code, ErrorCode::invalid_request);
  EXPECT_EQ(results[5]->message.seq, Seq(2));
  EXPECT_EQ(results[5]->message.rev, Rev(3));
  EXPECT_EQ(conversation(group_).last_seq, Seq(2));
  EXPECT_EQ(conversation(group_).rev, Rev(3));
}

TEST_P(MessageStoreTest, a_repeat_within_a_batch_changes_nothing_for_its_neighbours) {
  const auto other = add_group(std::vector{ada_});
  send(from(ada_, "1", "first"));
  // The first round expects no repeated client_id, the second expects some.
  for (const std::string round : {"a", "b"}) {
    const std::int64_t last = conversation(group_).last_seq.value();
    const auto results = append({from(bob_, round + "1"),
                                 from(ada_, "1", "first"),
                                 {other, ada_, round + "1", "elsewhere", std::nullopt},
                                 from(bob_, round + "2")});
    EXPECT_EQ(results[0]->message.seq, Seq(last + 1));
    EXPECT_TRUE(results[1]->duplicate);
    EXPECT_EQ(results[1]->message.seq, Seq(1));
    EXPECT_FALSE(results[2]->duplicate);
    EXPECT_EQ(results[3]->message.seq, Seq(last + 2));
    EXPECT_EQ(conversation(group_).last_seq, Seq(last + 2));
    EXPECT_EQ(conversation(group_).rev, results[3]->message.rev);
  }
}

TEST_P(MessageStoreTest, refused_messages_leave_their_conversations_as_they_were) {
  const auto silent = add_group(std::vector{ada_});
  send(from(ada_, "1", "said"), at(5));
  const auto results = append({from(carol_, "1"),
                               from(ada_, "1", "something else"),
                               from(ada_, "1", "said"),
                               {silent, carol_, "1", "hello", std::nullopt}});
  EXPECT_EQ(results[0].error().code, ErrorCode::not_found);
  EXPECT_EQ(results[1].error().code, ErrorCode::conflict);
  EXPECT_TRUE(results[2]->duplicate);
  EXPECT_EQ(results[3].error().code, ErrorCode::not_found);
  EXPECT_EQ(conversation(group_).last_seq, Seq(1));
  EXPECT_EQ(conversation(group_).rev, Rev(2));
  EXPECT_EQ(conversation(group_).last_message_at, at(5));
  EXPECT_EQ(conversation(silent).last_seq, Seq(0));
  EXPECT_EQ(conversation(silent).rev, Rev(1));
  EXPECT_EQ(conversation(silent).last_message_at, std::nullopt);
}

TEST_P(MessageStoreTest, an_empty_batch_is_nothing) { EXPECT_TRUE(append({}).empty()); }

TEST_P(MessageStoreTest, an_edit_replaces_the_body_and_nothing_else) {
  say(group_, ada_, "one");
  const auto sent = send(from(ada_, "1", "typo", Seq(1)), at(1)).value().message;
  const auto edited = edit(group_, Seq(2), "correct", at(4));
  for (const auto& seen : {edited, find(Seq(2)).value()}) {
    EXPECT_EQ(seen.content.body, "correct");
    EXPECT_EQ(seen.edited_at, at(4));
    EXPECT_EQ(seen.deleted_at, std::nullopt);
    EXPECT_EQ(seen.rev, sent.rev.next());
    EXPECT_EQ(seen.created_rev, sent.rev);
    EXPECT_EQ(seen.created_at, at(1));
    EXPECT_EQ(seen.client_id, "1");
    EXPECT_EQ(seen.reply_to, Seq(1));
  }
}

TEST_P(MessageStoreTest, deleting_leaves_a_tombstone_in_its_place) {
  say(group_, ada_, "one");
  say(group_, ada_, "secret");
  say(group_, ada_, "three");
  const auto erased = erase(group_, Seq(2), at(7));
  for (const auto& seen : {erased, find(Seq(2)).value()}) {
    EXPECT_EQ(seen.content.body, "");
    EXPECT_EQ(seen.deleted_at, at(7));
    EXPECT_EQ(seen.rev, Rev(5));
    EXPECT_EQ(seen.created_rev, Rev(3));
    EXPECT_EQ(seen.sender, ada_);
  }
  EXPECT_EQ(before(4, 1, 10), (std::vector<std::int64_t>{3, 2, 1}));
  EXPECT_EQ(say(group_, ada_, "four").seq, Seq(4));
}

TEST_P(MessageStoreTest, changing_a_message_that_is_not_there_is_an_internal_error) {
  const auto result = try_write([&](Transaction& transaction) -> Result<Message> {
    Message missing;
    missing.conversation = group_;
    missing.seq = Seq(1);
    return transaction.store<MessageStore>().edit(missing, {"body"}, Rev(2), at(0));
  });
  EXPECT_EQ(result.error().code, ErrorCode::internal);
}

TEST_P(MessageStoreTest, pages_backwards_are_the_newest_first_and_stop_at_what_is_visible) {
  for (int i = 0; i < 10; ++i) say(group_, ada_, "message");
  using Seqs = std::vector<std::int64_t>;
  EXPECT_EQ(before(11, 1, 3), (Seqs{10, 9, 8}));
  EXPECT_EQ(before(8, 1, 3), (Seqs{7, 6, 5}));
  EXPECT_EQ(before(5, 3, 10), (Seqs{4, 3}));
  EXPECT_EQ(before(1'000, 9, 10), (Seqs{10, 9}));
  EXPECT_EQ(before(1, 1, 10), Seqs{});
  EXPECT_EQ(before(5, 5, 10), Seqs{});
}

TEST_P(MessageStoreTest, a_page_ends_with_the_message_that_fills_its_bytes) {
  for (int i = 0; i < 6; ++i) say(group_, ada_, std::string(100, 'a'));
  const auto page = [&](std::size_t most_bytes) {
    return read([&](Transaction& transaction) {
      auto store = transaction.store<MessageStore>();
      return std::pair(seqs_of(store.before(group_, Seq(7), Seq(1), 5, most_bytes)),
                       seqs_of(store.after(group_, Seq(0), Seq(1), 5, most_bytes)));
    });
  };
  using Seqs = std::vector<std::int64_t>;
  EXPECT_EQ(page(1), std::pair(Seqs{6}, Seqs{1}));
  EXPECT_EQ(page(100), std::pair(Seqs{6}, Seqs{1}));
  EXPECT_EQ(page(250), std::pair(Seqs({6, 5, 4}), Seqs({1, 2, 3})));
  EXPECT_EQ(page(10'000), std::pair(Seqs({6, 5, 4, 3, 2}), Seqs({1, 2, 3, 4, 5})));
}

TEST_P(MessageStoreTest, pages_forwards_are_the_oldest_first_and_start_at_what_is_visible) {
  for (int i = 0; i < 10; ++i) say(group_, ada_, "message");
  using Seqs = std::vector<std::int64_t>;
  EXPECT_EQ(after(0, 1, 3), (Seqs{1, 2, 3}));
  EXPECT_EQ(after(3, 1, 3), (Seqs{4, 5, 6}));
  EXPECT_EQ(after(0, 9, 10), (Seqs{9, 10}));
  EXPECT_EQ(after(9, 2, 10), (Seqs{10}));
  EXPECT_EQ(after(10, 1, 10), Seqs{});
}

TEST_P(MessageStoreTest, pages_are_of_one_conversation) {
  const auto other = add_group(std::vector{ada_});
  say(other, ada_, "elsewhere");
  EXPECT_TRUE(before(100, 1, 10).empty());
  EXPECT_TRUE(after(0, 1, 10).empty());
}

}  // namespace
}  // namespace parley::testing
