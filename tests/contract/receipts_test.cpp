// Receipts (who has received and read what), the settings of a member, and blocks.
#include <parley/core/store/members.hpp>
#include <parley/core/store/messages.hpp>
#include <parley/core/store/users.hpp>
#include <parley/features/accounts/store.hpp>
#include <parley/features/accounts/store_blocks.hpp>
#include <parley/features/conversations/store.hpp>
#include <parley/features/receipts/store.hpp>

#include "contract/store_test.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ReceiptStoreTest : public StoreTest {
 protected:
  void change(auto work) {
    write([&](Transaction& transaction) {
      work(transaction);
      return Result<void>();
    });
  }
  void move(UserId user, std::int64_t read_seq, std::int64_t delivered_seq) {
    change([&](Transaction& tx) {
      tx.store<ReceiptStore>().move_cursors({group_, user, Seq(read_seq), Seq(delivered_seq)});
    });
  }
  void mark(UserId user, std::int64_t seq, Time now) {
    change([&](Transaction& tx) { tx.store<ReceiptStore>().mark(group_, user, Seq(seq), now); });
  }
  void keep_private(UserId user) {
    change([&](Transaction& tx) {
      tx.store<AccountStore>().update_profile(user, {.display_name = {}, .email = {}, .private_reads = true}).value();
    });
  }
  std::vector<MemberReceipt> receipts() {
    return read([&](Transaction& tx) { return tx.store<ReceiptStore>().list(group_, std::nullopt, 10); });
  }
  std::vector<MessageReader> readers(std::int64_t seq) {
    return read([&](Transaction& tx) {
      return tx.store<ReceiptStore>().readers(tx.store<MessageStore>().find(group_, Seq(seq), Seq(1)).value(), 10);
    });
  }
  ConversationSettings set(UserId user, const SettingsPatch& patch) {
    return write([&](Transaction& tx) {
      return tx.store<MemberStore>().set_settings(group_, user, patch, tx.store<UserStore>().advance(user));
    });
  }

  UserId ada_ = add_user("ada");
  UserId bob_ = add_user("bob");
  ConversationId group_ = add_group(std::vector{ada_, bob_});
};
PARLEY_FOR_EVERY_STORE(ReceiptStoreTest);

TEST_P(ReceiptStoreTest, cursors_move_forward_only_and_what_is_read_was_delivered) {
  for (int i = 0; i < 5; ++i) say(group_, ada_, "message");
  move(bob_, 2, 1);
  move(bob_, 0, 4);
  move(bob_, 1, 3);
  const auto all = receipts();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[1].user, bob_);
  EXPECT_EQ(all[1].read_seq, Seq(2));
  EXPECT_EQ(all[1].delivered_seq, Seq(4));
}

TEST_P(ReceiptStoreTest, no_cursor_passes_the_last_message) {
  say(group_, ada_, "message");
  move(bob_, 9, 9);
  EXPECT_EQ(receipts()[1].read_seq, Seq(1));
  EXPECT_EQ(receipts()[1].delivered_seq, Seq(1));
}

TEST_P(ReceiptStoreTest, private_reads_are_shown_to_nobody) {
  say(group_, ada_, "message");
  move(bob_, 1, 1);
  keep_private(bob_);
  EXPECT_EQ(receipts()[1].read_seq, std::nullopt);
  EXPECT_EQ(receipts()[1].delivered_seq, Seq(1));
  EXPECT_TRUE(readers(1)[0].delivered);
  EXPECT_FALSE(readers(1)[0].read);
}

TEST_P(ReceiptStoreTest, a_message_was_read_when_the_first_mark_that_covers_it_was_made) {
  for (int i = 0; i < 3; ++i) say(group_, ada_, "message");
  move(bob_, 3, 3);
  mark(bob_, 1, at(5));
  mark(bob_, 3, at(9));
  EXPECT_EQ(readers(1)[0].read_at, at(5));
  EXPECT_EQ(readers(2)[0].read_at, at(9));
  ASSERT_EQ(readers(3).size(), 1U);  // the sender is not among the readers
  EXPECT_EQ(readers(3)[0].user, bob_);
}

TEST_P(ReceiptStoreTest, old_marks_are_forgotten) {
  say(group_, ada_, "message");
  move(bob_, 1, 1);
  mark(bob_, 1, at(5));
  EXPECT_EQ(
      write([&](Transaction& tx) { return Result<std::size_t>(tx.store<ReceiptStore>().remove_before(at(6), 10)); }),
      1U);
  EXPECT_TRUE(readers(1)[0].read);
  EXPECT_EQ(readers(1)[0].read_at, std::nullopt);
}

TEST_P(ReceiptStoreTest, settings_change_as_given_and_are_found_by_the_users_rev) {
  const SettingsPatch mute{.muted_until = at(9), .pinned = true, .archived = {}, .notify = NotifyLevel::mentions};
  EXPECT_EQ(set(bob_, mute), (ConversationSettings{at(9), true, false, NotifyLevel::mentions}));
  const auto changed = read([&](Transaction& tx) { return tx.store<MemberStore>().settings_since(bob_, UserRev(0)); });
  ASSERT_EQ(changed.size(), 1U);
  EXPECT_EQ(changed[0].conversation, group_);
  EXPECT_TRUE(changed[0].settings.pinned);
  const auto in_range = [&](std::optional<ConversationId> after, std::optional<ConversationId> until) {
    return read(
        [&](Transaction& tx) { return tx.store<MemberStore>().settings_since(bob_, UserRev(0), after, until).size(); });
  };
  EXPECT_EQ(in_range(std::nullopt, group_), 1U);
  EXPECT_EQ(in_range(ConversationId(), std::nullopt), 1U);
  EXPECT_EQ(in_range(group_, std::nullopt), 0U);
  EXPECT_EQ(in_range(std::nullopt, ConversationId()), 0U);
  const UserRev rev = read([&](Transaction& tx) { return tx.store<UserStore>().find(bob_)->rev; });
  EXPECT_THAT(read([&](Transaction& tx) { return tx.store<MemberStore>().settings_since(bob_, rev); }), IsEmpty());
  const SettingsPatch unmute{.muted_until = std::optional<Time>(), .pinned = {}, .archived = true, .notify = {}};
  EXPECT_EQ(set(bob_, unmute), (ConversationSettings{std::nullopt, true, true, NotifyLevel::mentions}));
  const auto listed = read([&](Transaction& tx) { return tx.store<SummaryStore>().list(bob_, std::nullopt, 10); });
  EXPECT_TRUE(listed.front().settings.archived);
  EXPECT_EQ(
      read([&](Transaction& tx) { return tx.store<SummaryStore>().list(ada_, std::nullopt, 10); }).front().settings,
      ConversationSettings());
}

TEST_P(ReceiptStoreTest, a_block_is_between_two_users_whichever_of_them_made_it) {
  const auto is_between = [&] {
    return read([&](Transaction& tx) { return tx.store<BlockStore>().is_between(ada_, bob_); });
  };
  EXPECT_FALSE(is_between());
  change([&](Transaction& tx) { tx.store<BlockStore>().add(bob_, ada_); });
  change([&](Transaction& tx) { tx.store<BlockStore>().add(bob_, ada_); });
  EXPECT_TRUE(is_between());
  EXPECT_THAT(read([&](Transaction& tx) { return tx.store<BlockStore>().list(bob_); }), ElementsAre(ada_));
  EXPECT_TRUE(read([&](Transaction& tx) { return tx.store<UserStore>().find(bob_)->has_blocks; }));
  EXPECT_FALSE(read([&](Transaction& tx) { return tx.store<UserStore>().find(ada_)->has_blocks; }));
  change([&](Transaction& tx) { tx.store<BlockStore>().remove(bob_, ada_); });
  EXPECT_FALSE(is_between());
  EXPECT_FALSE(read([&](Transaction& tx) { return tx.store<UserStore>().find(bob_)->has_blocks; }));
}

TEST_P(ReceiptStoreTest, the_silenced_do_not_write) {
  change([&](Transaction& tx) { tx.store<BlockStore>().silence(group_, true); });
  EXPECT_EQ(send({group_, bob_, "1", "hello", std::nullopt}).error().code, ErrorCode::blocked);
  change([&](Transaction& tx) { tx.store<BlockStore>().silence(group_, false); });
  EXPECT_TRUE(send({group_, bob_, "1", "hello", std::nullopt}));
}

}  // namespace
}  // namespace parley::testing
