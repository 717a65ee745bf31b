#include <parley/core/store/conversations.hpp>

#include "contract/store_test.hpp"

namespace parley::testing {
namespace {

class ConversationStoreTest : public StoreTest {
 protected:
  NewConversation direct() {
    return {.id = ConversationId::generate(),
            .kind = ConversationKind::direct,
            .title = "",
            .label = "",
            .shares_history = false,
            .created_by = ada_,
            .created_at = at(1)};
  }
  std::pair<Conversation, bool> add_direct(UserId one, UserId other) {
    return write([&](Transaction& transaction) {
      return transaction.store<ConversationStore>().add_direct(direct(), one, other);
    });
  }
  Conversation update(ConversationId id, const ConversationPatch& patch) {
    return write([&](Transaction& transaction) { return transaction.store<ConversationStore>().update(id, patch); });
  }

  UserId ada_ = add_user("ada");
  UserId bob_ = add_user("bob");
};
PARLEY_FOR_EVERY_STORE(ConversationStoreTest);

TEST_P(ConversationStoreTest, a_new_conversation_is_at_rev_one_and_empty) {
  const auto id = ConversationId::generate();
  const auto added = write([&](Transaction& transaction) {
    return transaction.store<ConversationStore>().add({.id = id,
                                                       .kind = ConversationKind::support,
                                                       .title = "Help",
                                                       .label = "urgent",
                                                       .shares_history = true,
                                                       .created_by = ada_,
                                                       .created_at = at(3)});
  });
  for (const auto& seen : {added, conversation(id)}) {
    EXPECT_EQ(seen.id, id);
    EXPECT_EQ(seen.kind, ConversationKind::support);
    EXPECT_EQ(seen.title, "Help");
    EXPECT_EQ(seen.label, "urgent");
    EXPECT_TRUE(seen.shares_history);
    EXPECT_EQ(seen.created_by, ada_);
    EXPECT_EQ(seen.created_at, at(3));
    EXPECT_EQ(seen.last_seq, Seq(0));
    EXPECT_EQ(seen.rev, Rev(1));
    EXPECT_EQ(seen.meta_rev, Rev(1));
    EXPECT_EQ(seen.last_message_at, std::nullopt);
    EXPECT_EQ(seen.member_count, 0);
  }
}

TEST_P(ConversationStoreTest, an_unknown_conversation_is_not_found) {
  read([](Transaction& transaction) {
    EXPECT_FALSE(transaction.store<ConversationStore>().find(ConversationId::generate()));
  });
  write([](Transaction& transaction) {
    EXPECT_FALSE(transaction.store<ConversationStore>().lock(ConversationId::generate()));
  });
}

TEST_P(ConversationStoreTest, locking_gives_the_conversation) {
  const auto id = add_group(std::vector{ada_});
  write([&](Transaction& transaction) { EXPECT_EQ(transaction.store<ConversationStore>().lock(id).value().id, id); });
}

TEST_P(ConversationStoreTest, two_users_have_one_direct_conversation_whichever_of_them_asks) {
  const auto [first, first_is_new] = add_direct(ada_, bob_);
  const auto [second, second_is_new] = add_direct(bob_, ada_);
  EXPECT_TRUE(first_is_new);
  EXPECT_FALSE(second_is_new);
  EXPECT_EQ(first.id, second.id);
  EXPECT_EQ(first.kind, ConversationKind::direct);
  read([&](Transaction& transaction) {
    EXPECT_EQ(transaction.store<ConversationStore>().find_direct(ada_, bob_), first.id);
    EXPECT_EQ(transaction.store<ConversationStore>().find_direct(bob_, ada_), first.id);
  });
}

TEST_P(ConversationStoreTest, other_pairs_have_direct_conversations_of_their_own) {
  const UserId carol = add_user("carol");
  const auto one = add_direct(ada_, bob_).first;
  EXPECT_TRUE(add_direct(ada_, carol).second);
  EXPECT_TRUE(add_direct(bob_, carol).second);
  EXPECT_TRUE(add_direct(ada_, ada_).second);
  EXPECT_EQ(add_direct(ada_, bob_).first.id, one.id);
  read([&](Transaction& transaction) {
    EXPECT_FALSE(transaction.store<ConversationStore>().find_direct(ada_, UserId::generate()));
  });
}

TEST_P(ConversationStoreTest, a_direct_conversation_asked_for_many_times_at_once_is_made_once) {
  std::vector<std::future<Result<std::pair<Conversation, bool>>>> asked;
  for (int i = 0; i < 16; ++i) {
    const auto [one, other] = i % 2 ? std::pair(ada_, bob_) : std::pair(bob_, ada_);
    auto add = [this, one, other](Transaction& transaction) -> Result<std::pair<Conversation, bool>> {
      return transaction.store<ConversationStore>().add_direct(direct(), one, other);
    };
    asked.push_back(start(database(), Access::write, add));
  }
  int made = 0;
  std::vector<ConversationId> ids;
  for (auto& future : asked) {
    const auto [found, is_new] = future.get().value();
    made += is_new;
    ids.push_back(found.id);
  }
  EXPECT_EQ(made, 1);
  EXPECT_THAT(ids, ::testing::Each(ids.front()));
}

TEST_P(ConversationStoreTest, advancing_counts_revs_one_by_one) {
  const auto id = add_group(std::vector{ada_});
  const auto advance = [&] {
    return write([&](Transaction& transaction) { return transaction.store<ConversationStore>().advance(id); });
  };
  EXPECT_EQ(advance(), Rev(2));
  EXPECT_EQ(advance(), Rev(3));
  EXPECT_EQ(conversation(id).rev, Rev(3));
  EXPECT_EQ(conversation(id).meta_rev, Rev(1));
}

TEST_P(ConversationStoreTest, an_update_changes_what_is_given_under_a_new_rev) {
  const auto id = add_group(std::vector{ada_});

  const auto titled = update(id, {.title = "New", .label = {}, .shares_history = {}});
  EXPECT_EQ(titled.title, "New");
  EXPECT_EQ(titled.label, "");
  EXPECT_FALSE(titled.shares_history);
  EXPECT_EQ(titled.rev, Rev(2));
  EXPECT_EQ(titled.meta_rev, Rev(2));

  say(id, ada_, "in between");
  const auto labelled = update(id, {.title = {}, .label = "vip", .shares_history = true});
  EXPECT_EQ(labelled.title, "New");
  EXPECT_EQ(labelled.label, "vip");
  EXPECT_TRUE(labelled.shares_history);
  EXPECT_EQ(labelled.rev, Rev(4));
  EXPECT_EQ(labelled.meta_rev, Rev(4));
  EXPECT_EQ(labelled.last_seq, Seq(1));

  EXPECT_EQ(update(id, {.title = "", .label = "", .shares_history = false}).title, "");
}

TEST_P(ConversationStoreTest, what_must_exist_and_does_not_is_an_internal_error) {
  const auto result = try_write([](Transaction& transaction) -> Result<Rev> {
    return transaction.store<ConversationStore>().advance(ConversationId::generate());
  });
  EXPECT_EQ(result.error().code, ErrorCode::internal);
}

TEST_P(ConversationStoreTest, revs_returns_the_revs_of_existing_conversations) {
  const auto quiet = add_group(std::vector{ada_});
  const auto busy = add_group(std::vector{ada_});
  say(busy, ada_, "one");
  say(busy, ada_, "two");
  const auto revs = [&](std::span<const ConversationId> ids) {
    return read([&](Transaction& transaction) { return transaction.store<ConversationStore>().revs(ids); });
  };
  const std::vector asked = {busy, ConversationId::generate(), quiet};
  EXPECT_THAT(revs(asked), ::testing::UnorderedElementsAre(std::pair(quiet, Rev(1)), std::pair(busy, Rev(3))));
  EXPECT_THAT(revs({}), ::testing::IsEmpty());
}

}  // namespace
}  // namespace parley::testing
