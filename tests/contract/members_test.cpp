#include <parley/core/store/members.hpp>

#include <parley/core/store/conversations.hpp>
#include <parley/features/accounts/store.hpp>
#include <parley/features/admin/store.hpp>
#include <parley/features/receipts/store.hpp>

#include "contract/store_test.hpp"

namespace parley::testing {
namespace {

class MemberStoreTest : public StoreTest {
 protected:
  std::optional<Member> find(ConversationId conversation, UserId user) {
    return read([&](Transaction& transaction) { return transaction.store<MemberStore>().find(conversation, user); });
  }
  std::vector<UserId> list(std::optional<UserId> after, std::size_t limit) {
    return ids_of(
        read([&](Transaction& transaction) { return transaction.store<MemberStore>().list(group_, after, limit); }));
  }
  std::vector<Member> changed_since(Rev since, std::size_t limit = 100) {
    return read(
        [&](Transaction& transaction) { return transaction.store<MemberStore>().changed_since(group_, since, limit); });
  }
  std::int64_t count_active_admins() {
    return read([&](Transaction& transaction) { return transaction.store<MemberStore>().count_active_admins(group_); });
  }
  void close(UserId user) {
    write([&](Transaction& transaction) { transaction.store<AccountStore>().deactivate(user, at(9)); });
  }
  void suspend(UserId user) {
    write([&](Transaction& transaction) { transaction.store<OperatorStore>().set_suspended(user, at(9)); });
  }
  Seq move_read(UserId user, std::int64_t seq) {
    write([&](Transaction& transaction) {
      transaction.store<ReceiptStore>().move_cursors({group_, user, Seq(seq), Seq(0)});
      return Result<void>();
    });
    const auto member = find(group_, user);
    return member ? member->read_seq : Seq(0);
  }
  Member add(UserId user, Time joined_at) {
    return write([&](Transaction& transaction) {
      const Rev rev = transaction.store<ConversationStore>().advance(group_);
      return transaction.store<MemberStore>().add(group_, user, MemberRole::member, Seq(0), rev, joined_at);
    });
  }
  static std::vector<UserId> ids_of(const std::vector<Member>& members) {
    std::vector<UserId> ids;
    for (const Member& member : members) ids.push_back(member.user);
    return ids;
  }

  UserId ada_ = add_user("ada");
  UserId bob_ = add_user("bob");
  UserId carol_ = add_user("carol");
  ConversationId group_ = add_group(std::vector{ada_, bob_});
};
PARLEY_FOR_EVERY_STORE(MemberStoreTest);

TEST_P(MemberStoreTest, a_member_is_found_as_it_was_added) {
  say(group_, ada_, "one");
  const auto added = write([&](Transaction& transaction) {
    const Rev rev = transaction.store<ConversationStore>().advance(group_);
    return transaction.store<MemberStore>().add(group_, carol_, MemberRole::admin, Seq(1), rev, at(8));
  });
  for (const auto& seen : {added, find(group_, carol_).value()}) {
    EXPECT_EQ(seen.conversation, group_);
    EXPECT_EQ(seen.user, carol_);
    EXPECT_EQ(seen.username, "carol");
    EXPECT_EQ(seen.display_name, "carol");
    EXPECT_EQ(seen.role, MemberRole::admin);
    EXPECT_EQ(seen.visible_after, Seq(1));
    EXPECT_EQ(seen.read_seq, Seq(1));
    EXPECT_EQ(seen.delivered_seq, Seq(1));
    EXPECT_EQ(seen.joined_at, at(8));
    EXPECT_EQ(seen.left_at, std::nullopt);
    EXPECT_EQ(seen.rev, Rev(3));
  }
  EXPECT_FALSE(find(group_, add_user("stranger")));
}

TEST_P(MemberStoreTest, the_first_members_are_added_together_and_one_of_them_is_admin) {
  const std::vector<UserId> users = add_users(300);
  const ConversationId id = ConversationId::generate();
  write([&](Transaction& transaction) {
    const Conversation added =
        transaction.store<ConversationStore>().add({id, ConversationKind::group, "Many", "", false, users[7], at(3)});
    transaction.store<MemberStore>().add_first(id, users, users[7], added.rev, at(3));
    return Result<void>();
  });
  EXPECT_EQ(conversation(id).member_count, 300);
  const auto members = read([&](Transaction& tx) { return tx.store<MemberStore>().list(id, std::nullopt, 1'000); });
  auto expected = users;
  std::ranges::sort(expected);
  EXPECT_EQ(ids_of(members), expected);
  for (const Member& member : members) {
    EXPECT_EQ(member.role, member.user == users[7] ? MemberRole::admin : MemberRole::member);
    EXPECT_EQ(member.visible_after, Seq(0));
    EXPECT_EQ(member.rev, Rev(1));
    EXPECT_EQ(member.joined_at, at(3));
  }
  const auto add_two = [&](std::optional<UserId> admin) {
    return write([&](Transaction& transaction) {
      const auto added = transaction.store<ConversationStore>().add(
          {ConversationId::generate(), ConversationKind::group, "", "", false, ada_, at(3)});
      transaction.store<MemberStore>().add_first(added.id, std::vector{ada_, bob_}, admin, added.rev, at(3));
      return transaction.store<MemberStore>().count_active_admins(added.id);
    });
  };
  EXPECT_EQ(add_two(bob_), 1);
  EXPECT_EQ(add_two(std::nullopt), 0);
}

TEST_P(MemberStoreTest, members_are_counted_as_they_come_and_go) {
  EXPECT_EQ(conversation(group_).member_count, 2);
  join(group_, carol_);
  EXPECT_EQ(conversation(group_).member_count, 3);
  leave(group_, bob_);
  EXPECT_EQ(conversation(group_).member_count, 2);
  leave(group_, bob_);
  EXPECT_EQ(conversation(group_).member_count, 2);
  join(group_, bob_);
  EXPECT_EQ(conversation(group_).member_count, 3);
}

TEST_P(MemberStoreTest, a_user_added_twice_is_one_member_and_stays_as_before) {
  const Member before = join(group_, carol_, MemberRole::admin);
  const Member again = join(group_, carol_, MemberRole::member);
  EXPECT_EQ(again.role, MemberRole::admin);
  EXPECT_EQ(again.rev, before.rev);
  EXPECT_EQ(conversation(group_).member_count, 3);
}

TEST_P(MemberStoreTest, one_who_left_is_known_as_having_left) {
  const auto left = write([&](Transaction& transaction) {
    const Rev rev = transaction.store<ConversationStore>().advance(group_);
    return transaction.store<MemberStore>().remove(group_, bob_, true, rev, at(9));
  });
  EXPECT_EQ(left.left_at, at(9));
  EXPECT_TRUE(left.left_self);
  EXPECT_EQ(left.rev, Rev(2));
  EXPECT_EQ(find(group_, bob_)->left_at, at(9));
}

TEST_P(MemberStoreTest, one_who_comes_back_starts_at_the_new_place) {
  say(group_, ada_, "one");
  leave(group_, bob_);
  say(group_, ada_, "two");
  const Member back = join(group_, bob_);
  EXPECT_EQ(back.left_at, std::nullopt);
  EXPECT_FALSE(back.left_self);
  EXPECT_EQ(back.visible_after, Seq(2));
  EXPECT_EQ(back.read_seq, Seq(2));
  EXPECT_EQ(back.rev, conversation(group_).rev);
}

TEST_P(MemberStoreTest, the_list_pages_through_present_members_by_id) {
  join(group_, carol_);
  const UserId dave = add_user("dave");
  join(group_, dave);
  leave(group_, bob_);
  EXPECT_EQ(list(std::nullopt, 10), (std::vector{ada_, carol_, dave}));
  EXPECT_EQ(list(std::nullopt, 2), (std::vector{ada_, carol_}));
  EXPECT_EQ(list(carol_, 2), std::vector{dave});
  EXPECT_EQ(list(bob_, 1), std::vector{carol_});
  EXPECT_TRUE(list(dave, 10).empty());
}

TEST_P(MemberStoreTest, a_role_changes_under_the_given_rev) {
  EXPECT_EQ(count_active_admins(), 1);
  const auto promoted = write([&](Transaction& transaction) {
    return transaction.store<MemberStore>().set_role(group_, bob_, MemberRole::admin, Rev(7));
  });
  EXPECT_EQ(promoted.role, MemberRole::admin);
  EXPECT_EQ(promoted.rev, Rev(7));
  EXPECT_EQ(find(group_, bob_)->role, MemberRole::admin);
  EXPECT_EQ(count_active_admins(), 2);
}

TEST_P(MemberStoreTest, an_admin_who_left_does_not_count) {
  leave(group_, ada_);
  EXPECT_EQ(count_active_admins(), 0);
}

TEST_P(MemberStoreTest, an_admin_with_a_closed_account_does_not_count) {
  close(ada_);
  EXPECT_EQ(count_active_admins(), 0);
  EXPECT_TRUE(find(group_, ada_)->closed);
  EXPECT_FALSE(find(group_, bob_)->closed);
}

TEST_P(MemberStoreTest, a_suspended_admin_does_not_count_and_is_not_closed) {
  EXPECT_TRUE(find(group_, ada_)->is_active);
  suspend(ada_);
  EXPECT_EQ(count_active_admins(), 0);
  EXPECT_FALSE(find(group_, ada_)->is_active);
  EXPECT_FALSE(find(group_, ada_)->closed);
}

TEST_P(MemberStoreTest, the_groups_of_a_user_are_those_of_now_without_direct_conversations) {
  const ConversationId other = add_group(std::vector{carol_, bob_});
  const ConversationId left = add_group(std::vector{carol_, bob_});
  add_direct(ada_, bob_);
  leave(left, bob_);
  const auto groups = read([&](Transaction& transaction) { return transaction.store<MemberStore>().groups_of(bob_); });
  EXPECT_EQ(groups, (std::vector{std::min(group_, other), std::max(group_, other)}));
}

TEST_P(MemberStoreTest, a_member_sees_what_came_after_joining_or_what_is_given) {
  say(group_, ada_, "one");
  EXPECT_EQ(join(group_, carol_).visible_after, Seq(1));
  const UserId dave = add_user("dave");
  const auto given = [&](std::optional<Seq> visible_after) {
    return write([&](Transaction& transaction) {
      const Rev rev = transaction.store<ConversationStore>().advance(group_);
      return transaction.store<MemberStore>().add(group_, dave, MemberRole::member, Seq(1), rev, at(0), visible_after);
    });
  };
  const Member added = given(Seq(0));
  EXPECT_EQ(added.visible_after, Seq(0));
  EXPECT_EQ(added.read_seq, Seq(1));
  leave(group_, dave);
  EXPECT_EQ(given(std::nullopt).visible_after, Seq(1));
}

TEST_P(MemberStoreTest, the_oldest_active_member_is_present_and_not_closed_or_suspended) {
  group_ = write([&](Transaction& transaction) {
    const NewConversation empty{.id = ConversationId::generate(),
                                .kind = ConversationKind::group,
                                .title = "",
                                .label = "",
                                .shares_history = false,
                                .created_by = ada_,
                                .created_at = at(0)};
    return transaction.store<ConversationStore>().add(empty).id;
  });
  const auto oldest = [&] {
    return read([&](Transaction& transaction) { return transaction.store<MemberStore>().oldest_active(group_); });
  };
  EXPECT_FALSE(oldest());
  add(carol_, at(1));
  add(bob_, at(2));
  add(ada_, at(3));
  EXPECT_EQ(oldest()->user, carol_);
  leave(group_, carol_);
  EXPECT_EQ(oldest()->user, bob_);
  close(bob_);
  EXPECT_EQ(oldest()->user, ada_);
  suspend(ada_);
  EXPECT_FALSE(oldest());
}

TEST_P(MemberStoreTest, a_closed_account_takes_a_rev_in_each_of_its_conversations_and_is_noted_at_its_peers) {
  const ConversationId other = add_group(std::vector{carol_, bob_});
  const ConversationId foreign = add_group(std::vector{ada_, carol_});
  const ConversationId direct = add_direct(ada_, bob_);
  leave(other, bob_);
  close(bob_);
  const auto closed = write([&](Transaction& transaction) {
    transaction.store<ConversationStore>().lock_all_of(bob_);
    return transaction.store<MemberStore>().close_all_of(bob_);
  });
  ASSERT_EQ(closed.size(), 2U);
  for (const Member& member : closed) {
    EXPECT_EQ(member.user, bob_);
    EXPECT_TRUE(member.closed);
    EXPECT_EQ(member.rev, Rev(2));
    EXPECT_EQ(conversation(member.conversation).rev, Rev(2));
  }
  EXPECT_EQ(conversation(foreign).rev, Rev(1));
  EXPECT_TRUE(find(direct, ada_)->peer_closed);
  EXPECT_FALSE(find(direct, bob_)->peer_closed);
  EXPECT_FALSE(find(group_, ada_)->peer_closed);
  EXPECT_EQ(send({direct, ada_, "late", "hello?", {}}).error().code, ErrorCode::forbidden);
  EXPECT_TRUE(send({group_, ada_, "there", "hello", {}}).has_value());
}

TEST_P(MemberStoreTest, changed_members_come_by_rev_with_former_members_among_them) {
  const Rev start = conversation(group_).rev;
  join(group_, carol_);
  say(group_, ada_, "a message takes a rev and changes no member");
  leave(group_, bob_);
  const auto changed = changed_since(start);
  EXPECT_EQ(ids_of(changed), (std::vector{carol_, bob_}));
  EXPECT_EQ(changed[0].rev, Rev(2));
  EXPECT_EQ(changed[1].rev, Rev(4));
  EXPECT_TRUE(changed[1].left_at);
  EXPECT_EQ(ids_of(changed_since(start, 1)), std::vector{carol_});
  EXPECT_EQ(ids_of(changed_since(Rev(2))), std::vector{bob_});
  EXPECT_TRUE(changed_since(Rev(4)).empty());
}

TEST_P(MemberStoreTest, a_read_cursor_moves_forward_only) {
  for (int i = 0; i < 5; ++i) say(group_, ada_, "message");
  EXPECT_EQ(move_read(bob_, 3), Seq(3));
  EXPECT_EQ(move_read(bob_, 2), Seq(3));
  EXPECT_EQ(move_read(bob_, 3), Seq(3));
  EXPECT_EQ(find(group_, bob_)->read_seq, Seq(3));
  EXPECT_EQ(find(group_, ada_)->read_seq, Seq(0));
}

TEST_P(MemberStoreTest, a_read_cursor_stops_at_the_last_message) {
  for (int i = 0; i < 5; ++i) say(group_, ada_, "message");
  EXPECT_EQ(move_read(bob_, 1'000'000), Seq(5));
  EXPECT_EQ(move_read(bob_, 1'000'000), Seq(5));
}

TEST_P(MemberStoreTest, reading_is_no_revision) {
  say(group_, ada_, "message");
  const Rev before = conversation(group_).rev;
  move_read(bob_, 1);
  EXPECT_EQ(conversation(group_).rev, before);
  EXPECT_EQ(find(group_, bob_)->rev, Rev(1));
}

TEST_P(MemberStoreTest, nobody_reads_on_after_leaving_or_without_joining) {
  say(group_, ada_, "message");
  leave(group_, bob_);
  EXPECT_EQ(move_read(bob_, 1), Seq(0));
  EXPECT_EQ(move_read(carol_, 1), Seq(0));
  EXPECT_FALSE(find(group_, carol_));
}

}  // namespace
}  // namespace parley::testing
