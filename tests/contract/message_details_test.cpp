// The parts of a message other than its text: quotes, reactions, mentions, pins and earlier versions.
#include <parley/base/limits.hpp>
#include <parley/core/store/conversations.hpp>
#include <parley/core/store/members.hpp>
#include <parley/core/store/messages.hpp>
#include <parley/features/accounts/store.hpp>
#include <parley/features/accounts/store_blocks.hpp>
#include <parley/features/admin/store.hpp>
#include <parley/features/conversations/store.hpp>
#include <parley/features/receipts/store.hpp>

#include "contract/store_test.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class MessageDetailsTest : public StoreTest {
 protected:
  Message find(Seq seq, Seq from = Seq(1)) {
    return read([&](Transaction& transaction) { return transaction.store<MessageStore>().find(group_, seq, from); })
        .value();
  }
  Message change(Seq seq, auto make) {
    return write([&](Transaction& transaction) {
      const Message message = transaction.store<MessageStore>().find(group_, seq, Seq(1)).value();
      return make(transaction.store<MessageStore>(), message, transaction.store<ConversationStore>().advance(group_));
    });
  }
  Message react(Seq seq, UserId user, std::string_view emoji) {
    return change(seq, [&](MessageStore messages, const Message& message, Rev rev) {
      return messages.add_reaction(message, user, emoji, rev);
    });
  }
  Message unreact(Seq seq, UserId user, std::string_view emoji) {
    return change(seq, [&](MessageStore messages, const Message& message, Rev rev) {
      return messages.remove_reaction(message, user, emoji, rev);
    });
  }
  Message pin(Seq seq, std::optional<UserId> actor, Time now = at(9)) {
    return change(seq, [&](MessageStore messages, const Message& message, Rev rev) {
      return messages.pin(message, actor, rev, now);
    });
  }
  Message erase_by(UserId actor, Seq seq) {
    return change(seq, [&](MessageStore messages, const Message& message, Rev rev) {
      return messages.erase(message, actor, rev, at(7));
    });
  }
  Message reply(UserId sender, Seq to, std::string body = "indeed") {
    return send({group_, sender, "reply " + std::to_string(++replies_), std::move(body), to}).value().message;
  }
  std::vector<Message> changed_since(Rev since, Seq from = Seq(1)) {
    const Conversation now = conversation(group_);
    return read([&](Transaction& transaction) {
      return transaction.store<MessageStore>().changed_since(now, since, from, 100);
    });
  }
  std::vector<std::string> versions(Seq seq) {
    return read([&](Transaction& transaction) {
      std::vector<std::string> bodies;
      for (const auto& version :
           transaction.store<MessageStore>().versions(*transaction.store<MessageStore>().find(group_, seq, Seq(1)))) {
        bodies.push_back(version.body);
      }
      return bodies;
    });
  }
  std::vector<Seq> unread_mentions(UserId user) {
    return read([&](Transaction& transaction) {
      const auto listed = transaction.store<SummaryStore>().list(user, std::nullopt, 10).front().mentions;
      EXPECT_EQ(transaction.store<SummaryStore>().summaries(user, std::span(&group_, 1)).front().mentions, listed);
      return listed;
    });
  }
  void read_to(UserId user, Seq seq) {
    write([&](Transaction& transaction) {
      transaction.store<ReceiptStore>().move_cursors({group_, user, seq, seq});
      return Result<void>();
    });
  }

  UserId ada_ = add_user("ada");
  UserId bob_ = add_user("bob.");
  UserId carol_ = add_user("Carol");
  UserId dan_ = add_user("dan");
  ConversationId group_ = add_group(std::vector{ada_, bob_, carol_});
  int replies_ = 0;
};
PARLEY_FOR_EVERY_STORE(MessageDetailsTest);

TEST_P(MessageDetailsTest, a_reply_shows_the_beginning_of_what_it_answers) {
  const std::string waves = [] {
    std::string text;
    for (int i = 0; i < 150; ++i) text += "👋🏽";  // two code points, one grapheme
    return text;
  }();
  say(group_, ada_, waves);
  for (const Message& answer : {reply(bob_, Seq(1)), find(Seq(2))}) {
    ASSERT_TRUE(answer.quote);
    EXPECT_EQ(answer.quote->seq, Seq(1));
    EXPECT_EQ(answer.quote->sender, ada_);
    EXPECT_EQ(answer.quote->body, waves.substr(0, waves.size() / 150 * 100));
    EXPECT_FALSE(answer.quote->deleted);
  }
}

TEST_P(MessageDetailsTest, a_quote_is_of_the_message_as_it_is_now) {
  say(group_, ada_, "before");
  reply(bob_, Seq(1));
  const Message edited = edit(group_, Seq(1), "after");
  EXPECT_EQ(find(Seq(2)).quote->body, "after");
  EXPECT_EQ(find(Seq(2)).quote->rev, edited.rev);
  erase(group_, Seq(1));
  EXPECT_EQ(find(Seq(2)).quote->body, "");
  EXPECT_TRUE(find(Seq(2)).quote->deleted);
}

TEST_P(MessageDetailsTest, what_the_reader_may_not_see_is_not_quoted) {
  say(group_, ada_, "before dan came");
  reply(bob_, Seq(1));
  EXPECT_FALSE(find(Seq(2), Seq(2)).quote);
  EXPECT_FALSE(changed_since(Rev(2), Seq(2)).front().quote);
  EXPECT_TRUE(changed_since(Rev(2), Seq(1)).front().quote);
}

TEST_P(MessageDetailsTest, a_message_may_answer_another_of_the_same_batch) {
  const auto results = append({{group_, ada_, "1", "first", std::nullopt}, {group_, bob_, "2", "second", Seq(1)}});
  EXPECT_EQ(results[1]->message.quote->body, "first");
}

TEST_P(MessageDetailsTest, a_repeat_is_given_as_the_first_was) {
  say(group_, ada_, "question");
  const NewMessage answer{group_, bob_, "once", "@ada yes", Seq(1)};
  send(answer);
  const auto repeat = send(answer).value();
  EXPECT_TRUE(repeat.duplicate);
  EXPECT_EQ(repeat.message.quote->body, "question");
  EXPECT_THAT(repeat.message.mentions, ElementsAre(ada_));
}

TEST_P(MessageDetailsTest, reactions_are_grouped_in_the_order_in_which_they_came) {
  say(group_, ada_, "news");
  react(Seq(1), bob_, "🎉");
  react(Seq(1), ada_, "👍");
  const Message reacted = react(Seq(1), carol_, "🎉");
  for (const Message& seen : {reacted, find(Seq(1)), changed_since(Rev(2)).front()}) {
    ASSERT_EQ(seen.reactions.size(), 2U);
    EXPECT_EQ(seen.reactions[0].emoji, "🎉");
    EXPECT_THAT(seen.reactions[0].users, ElementsAre(bob_, carol_));
    EXPECT_THAT(seen.reactions[1].users, ElementsAre(ada_));
    EXPECT_EQ(seen.rev, conversation(group_).rev);
  }
}

TEST_P(MessageDetailsTest, a_reaction_taken_back_is_gone) {
  say(group_, ada_, "news");
  react(Seq(1), bob_, "🎉");
  react(Seq(1), carol_, "🎉");
  EXPECT_THAT(unreact(Seq(1), bob_, "🎉").reactions.at(0).users, ElementsAre(carol_));
  EXPECT_THAT(unreact(Seq(1), carol_, "🎉").reactions, IsEmpty());
}

TEST_P(MessageDetailsTest, reactions_survive_an_edit) {
  say(group_, ada_, "news");
  react(Seq(1), bob_, "🎉");
  EXPECT_EQ(edit(group_, Seq(1), "better news").reactions.size(), 1U);
  EXPECT_EQ(find(Seq(1)).reactions.size(), 1U);
}

TEST_P(MessageDetailsTest, a_user_named_in_a_text_is_mentioned_if_a_member) {
  say(group_, carol_, "@ADA and @bob., but not @dan, @nobody, @carol or ada@ada");
  EXPECT_THAT(find(Seq(1)).mentions, ::testing::UnorderedElementsAre(ada_, bob_));
  EXPECT_FALSE(find(Seq(1)).mentions_all);
  EXPECT_THAT(unread_mentions(ada_), ElementsAre(Seq(1)));
  EXPECT_THAT(unread_mentions(carol_), IsEmpty());
}

TEST_P(MessageDetailsTest, only_a_moderator_calls_everybody) {
  say(group_, bob_, "@all listen");
  EXPECT_FALSE(find(Seq(1)).mentions_all);
  write([&](Transaction& transaction) {
    return transaction.store<MemberStore>().set_role(group_, bob_, MemberRole::moderator,
                                                     transaction.store<ConversationStore>().advance(group_));
  });
  const Message called = say(group_, bob_, "@all listen");
  EXPECT_TRUE(called.mentions_all);
  EXPECT_TRUE(find(called.seq).mentions_all);
  EXPECT_THAT(unread_mentions(carol_), ElementsAre(called.seq));
}

// Ada is the admin, and Bob has blocked her. Carol is blocked by her, which she does not learn from a count.
TEST_P(MessageDetailsTest, a_call_to_everybody_leaves_out_members_who_have_blocked_the_sender) {
  write([&](Transaction& tx) {
    tx.store<BlockStore>().add(bob_, ada_);
    tx.store<BlockStore>().add(dan_, ada_);  // no member
    tx.store<BlockStore>().add(ada_, carol_);
  });
  const auto call_again = [&](const std::string& body) {
    change(Seq(1), [&](MessageStore messages, const Message& message, Rev rev) {
      return messages.edit(message, {body, true}, rev, at(1));
    });
  };
  EXPECT_TRUE(say(group_, ada_, "@all listen").mentions_all);
  say(group_, carol_, "@bob. and you");
  EXPECT_THAT(unread_mentions(bob_), ElementsAre(Seq(2)));
  EXPECT_THAT(unread_mentions(carol_), ElementsAre(Seq(1)));
  // Each text is judged when it is written, like names in it.
  write([&](Transaction& tx) { tx.store<BlockStore>().remove(bob_, ada_); });
  EXPECT_THAT(unread_mentions(bob_), ElementsAre(Seq(2)));
  call_again("@all again");
  EXPECT_THAT(unread_mentions(bob_), ElementsAre(Seq(1), Seq(2)));
  write([&](Transaction& tx) { tx.store<BlockStore>().add(bob_, ada_); });
  call_again("@all once more");
  EXPECT_THAT(unread_mentions(bob_), ElementsAre(Seq(2)));
  erase(group_, Seq(1));
  EXPECT_THAT(unread_mentions(carol_), IsEmpty());
}

TEST_P(MessageDetailsTest, unread_mentions_end_with_the_cursor_an_edit_or_a_deletion) {
  for (int i = 0; i < 4; ++i) say(group_, bob_, "@ada " + std::to_string(i));
  read_to(ada_, Seq(1));
  EXPECT_THAT(unread_mentions(ada_), ElementsAre(Seq(2), Seq(3), Seq(4)));
  edit(group_, Seq(2), "never mind");
  erase(group_, Seq(3));
  EXPECT_THAT(unread_mentions(ada_), ElementsAre(Seq(4)));
  EXPECT_THAT(edit(group_, Seq(2), "@ada again").mentions, ElementsAre(ada_));
  EXPECT_THAT(unread_mentions(ada_), ElementsAre(Seq(2), Seq(4)));
}

TEST_P(MessageDetailsTest, the_newest_hundred_unread_mentions_are_shown) {
  std::vector<NewMessage> batch;
  for (int i = 0; i < 103; ++i) batch.push_back({group_, bob_, std::to_string(i), "@ada", std::nullopt});
  append(batch);
  const auto mentions = unread_mentions(ada_);
  ASSERT_EQ(mentions.size(), kShownMentions);
  EXPECT_EQ(mentions.front(), Seq(4));
  EXPECT_EQ(mentions.back(), Seq(103));
}

TEST_P(MessageDetailsTest, the_last_pinned_message_comes_first) {
  for (int i = 0; i < 3; ++i) say(group_, ada_, "rule");
  pin(Seq(3), ada_, at(1));
  EXPECT_EQ(pin(Seq(1), bob_, at(2)).pinned_by, bob_);
  const auto pinned = [&](Seq from) {
    std::vector<Seq> seqs;
    for (const Message& message :
         read([&](Transaction& transaction) { return transaction.store<MessageStore>().pinned(group_, from, 10); })) {
      seqs.push_back(message.seq);
    }
    return seqs;
  };
  EXPECT_THAT(pinned(Seq(1)), ElementsAre(Seq(1), Seq(3)));
  EXPECT_THAT(pinned(Seq(2)), ElementsAre(Seq(3)));
  EXPECT_FALSE(pin(Seq(1), std::nullopt).pinned_at);
  EXPECT_THAT(pinned(Seq(1)), ElementsAre(Seq(3)));
}

TEST_P(MessageDetailsTest, an_edited_message_keeps_what_it_said) {
  say(group_, ada_, "one");
  EXPECT_THAT(versions(Seq(1)), ElementsAre("one"));
  edit(group_, Seq(1), "two");
  edit(group_, Seq(1), "three");
  EXPECT_THAT(versions(Seq(1)), ElementsAre("one", "two", "three"));
}

TEST_P(MessageDetailsTest, a_deleted_message_has_nothing_left) {
  say(group_, ada_, "hello");
  reply(ada_, Seq(1), "@Carol wait");
  react(Seq(2), bob_, "🎉");
  edit(group_, Seq(2), "@Carol wait, please");
  pin(Seq(2), ada_);
  for (const Message& tombstone : {erase_by(bob_, Seq(2)), find(Seq(2))}) {
    EXPECT_EQ(tombstone.content.body, "");
    EXPECT_EQ(tombstone.deleted_by, bob_);
    EXPECT_FALSE(tombstone.quote);
    EXPECT_FALSE(tombstone.pinned_at);
    EXPECT_THAT(tombstone.reactions, IsEmpty());
    EXPECT_THAT(tombstone.mentions, IsEmpty());
  }
  EXPECT_THAT(versions(Seq(2)), IsEmpty());
  EXPECT_THAT(unread_mentions(carol_), IsEmpty());
}

TEST_P(MessageDetailsTest, an_author_who_deletes_the_own_message_is_not_named) {
  say(group_, ada_, "hello");
  EXPECT_FALSE(erase_by(ada_, Seq(1)).deleted_by);
}

TEST_P(MessageDetailsTest, the_last_message_of_a_list_is_shown_whole) {
  say(group_, ada_, "question");
  reply(bob_, Seq(1), "@ada yes");
  react(Seq(2), carol_, "👍");
  const auto summary = read(
      [&](Transaction& transaction) { return transaction.store<SummaryStore>().list(ada_, std::nullopt, 10).front(); });
  EXPECT_EQ(summary.last_message->quote->body, "question");
  EXPECT_THAT(summary.last_message->mentions, ElementsAre(ada_));
  EXPECT_EQ(summary.last_message->reactions.size(), 1U);
  EXPECT_EQ(summary.members.size(), 3U);
}

TEST_P(MessageDetailsTest, nobody_mentions_one_who_is_separated_by_a_block_or_whose_account_is_not_active) {
  const UserId dave = add_user("dave");
  const UserId dora = add_user("dora");
  const UserId dirk = add_user("dirk");
  for (const UserId user : {dave, dora, dirk}) join(group_, user);
  write([&](Transaction& tx) {
    tx.store<BlockStore>().add(bob_, ada_);
    tx.store<AccountStore>().deactivate(dora, at(1));
    tx.store<OperatorStore>().set_suspended(dirk, at(1));
  });
  EXPECT_THAT(say(group_, ada_, "@bob. @dave @dora @dirk").mentions, ElementsAre(dave));
  EXPECT_THAT(say(group_, bob_, "@ada @dave").mentions, ElementsAre(dave));
  EXPECT_THAT(say(group_, dave, "@ada @bob.").mentions, ::testing::UnorderedElementsAre(ada_, bob_));
  EXPECT_THAT(edit(group_, Seq(1), "@bob.!").mentions, IsEmpty());
}

}  // namespace
}  // namespace parley::testing
