#include <parley/core/store/users.hpp>

#include <fmt/format.h>

#include <parley/features/accounts/store.hpp>
#include <parley/features/accounts/store_people.hpp>
#include <parley/features/admin/store.hpp>

#include "contract/email_rows.hpp"
#include "contract/store_test.hpp"

namespace parley::testing {
namespace {

class UserStoreTest : public StoreTest {
 protected:
  static NewUser ada() {
    return {.id = UserId::generate(),
            .username = "Ada.Lovelace",
            .display_name = "Ada Lovelace",
            .email = "Ada@example.org",
            .password_hash = "$2b$12$hash",
            .created_at = at(7)};
  }
  Result<User> add(const NewUser& user) {
    return try_write([&](Transaction& transaction) { return transaction.store<AccountStore>().add(user); });
  }
  Result<User> change(UserId id, const ProfileChange& change) {
    return try_write(
        [&](Transaction& transaction) { return transaction.store<AccountStore>().update_profile(id, change); });
  }
  std::optional<User> find(UserId id) {
    return read([&](Transaction& transaction) { return transaction.store<UserStore>().find(id); });
  }
};
PARLEY_FOR_EVERY_STORE(UserStoreTest);

TEST_P(UserStoreTest, a_user_is_found_as_it_was_added) {
  const NewUser wanted = ada();
  ASSERT_TRUE(add(wanted));
  const auto found = find(wanted.id).value();
  EXPECT_EQ(found.id, wanted.id);
  EXPECT_EQ(found.username, "Ada.Lovelace");
  EXPECT_EQ(found.display_name, "Ada Lovelace");
  EXPECT_EQ(found.email, "Ada@example.org");
  EXPECT_EQ(found.role, UserRole::user);
  EXPECT_FALSE(found.bot);
  EXPECT_EQ(found.created_at, at(7));
  EXPECT_EQ(found.deactivated_at, std::nullopt);
}

TEST_P(UserStoreTest, an_unknown_user_is_not_found) {
  EXPECT_FALSE(find(UserId::generate()));
  read([](Transaction& transaction) {
    EXPECT_FALSE(transaction.store<AccountStore>().find_by_username("nobody"));
    EXPECT_FALSE(transaction.store<AccountStore>().password_hash(UserId::generate()));
  });
}

TEST_P(UserStoreTest, several_are_found_in_the_order_in_which_they_are_asked_for) {
  const auto users = add_users(2);
  const std::vector<UserId> wanted = {users[1], UserId::generate(), users[0], users[1]};
  const auto found = read([&](Transaction& transaction) { return transaction.store<UserStore>().find_all(wanted); });
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(found[0]->id, users[1]);
  EXPECT_FALSE(found[1]);
  EXPECT_EQ(found[2]->id, users[0]);
  EXPECT_EQ(found[3]->id, users[1]);
}

TEST_P(UserStoreTest, a_username_is_found_and_taken_without_regard_to_case) {
  const NewUser first = ada();
  ASSERT_TRUE(add(first));
  const auto found =
      read([](Transaction& transaction) { return transaction.store<AccountStore>().find_by_username("aDA.lOVELACE"); });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, first.id);
  EXPECT_EQ(found->username, "Ada.Lovelace");

  NewUser second = ada();
  second.username = "ADA.LOVELACE";
  second.email = std::nullopt;
  EXPECT_EQ(add(second).error().code, ErrorCode::username_taken);
  EXPECT_FALSE(find(second.id));
}

TEST_P(UserStoreTest, users_are_found_by_how_their_names_begin_in_any_case_and_in_order) {
  for (const auto* name : {"bob", "Anna", "ANDREW", "an", "a_n", "alan", "anz.9"}) add_user(name);
  const auto search = [&](std::string_view prefix, std::size_t limit) {
    return read([&](Transaction& transaction) {
      std::vector<std::string> names;
      for (const User& user : transaction.store<PeopleStore>().search(prefix, limit)) names.push_back(user.username);
      return names;
    });
  };
  using ::testing::ElementsAre;
  EXPECT_THAT(search("aN", 10), ElementsAre("an", "ANDREW", "Anna", "anz.9"));
  EXPECT_THAT(search("an", 2), ElementsAre("an", "ANDREW"));
  // A prefix has no wildcard characters.
  EXPECT_THAT(search("a_", 10), ElementsAre("a_n"));
  EXPECT_THAT(search("%", 10), ElementsAre());
  EXPECT_THAT(search("zz", 10), ElementsAre());
}

TEST_P(UserStoreTest, users_are_found_by_how_their_words_begin) {
  const UserId ann = add_user("one");
  const UserId bob = add_user("two");
  const auto set_words = [&](UserId user, std::vector<std::string> words) {
    write([&](Transaction& tx) { tx.store<PeopleStore>().set_words(*tx.store<UserStore>().find(user), words); });
  };
  const auto search = [&](std::vector<std::string> beginnings, std::size_t limit = 10) {
    return read([&](Transaction& tx) {
      std::vector<std::string> names;
      for (const User& user : tx.store<PeopleStore>().search_words(beginnings, limit)) names.push_back(user.username);
      return names;
    });
  };
  using ::testing::ElementsAre;
  set_words(ann, {"ann", "annika", "smith", "太郎"});
  set_words(bob, {"anders", "bob"});
  EXPECT_THAT(search({"an"}), ElementsAre("two", "one"));
  EXPECT_THAT(search({"an"}, 1), ElementsAre("two"));
  EXPECT_THAT(search({"ann"}), ElementsAre("one"));
  EXPECT_THAT(search({"an", "bo"}), ElementsAre("two"));
  EXPECT_THAT(search({"an", "bobby"}), ElementsAre());
  EXPECT_THAT(search({"太"}), ElementsAre("one"));
  EXPECT_THAT(search({"a%"}), ElementsAre());

  set_words(ann, {"zoe"});
  EXPECT_THAT(search({"smi"}), ElementsAre());
  EXPECT_THAT(search({"zoe"}), ElementsAre("one"));
  write([&](Transaction& tx) { tx.store<AccountStore>().deactivate(ann, at(9)); });
  EXPECT_THAT(search({"zoe"}), ElementsAre());
}

TEST_P(UserStoreTest, a_search_for_several_words_goes_along_a_rare_one) {
  std::vector<UserId> users;
  for (int i = 0; i < 120; ++i) users.push_back(add_user(fmt::format("user{}", i)));
  const std::vector<std::string> wanted = {"comm", "rar"};
  const auto found = write([&](Transaction& tx) {
    auto people = tx.store<PeopleStore>();
    for (const UserId id : users) {
      std::vector<std::string> words = {"common"};
      if (id == users[40]) words.emplace_back("rareb");
      if (id == users[80]) words.emplace_back("rarea");
      people.set_words(*tx.store<UserStore>().find(id), words);
    }
    return people.search_words(wanted, 10);
  });
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].id, users[80]) << "the order is that of the rare words";
  EXPECT_EQ(found[1].id, users[40]);
}

TEST_P(UserStoreTest, users_with_words_of_an_earlier_name_are_known) {
  const UserId user = add_user("ada");
  const auto without_words = [&] {
    return write([](Transaction& tx) {
      std::vector<UserId> ids;
      for (const User& found : tx.store<PeopleStore>().without_words(10)) ids.push_back(found.id);
      return ids;
    });
  };
  using ::testing::ElementsAre;
  EXPECT_THAT(without_words(), ElementsAre(user));
  write([&](Transaction& tx) { tx.store<PeopleStore>().set_words(*tx.store<UserStore>().find(user), {}); });
  EXPECT_THAT(without_words(), ElementsAre());
  ASSERT_TRUE(change(user, {.display_name = "Countess", .email = {}}));
  EXPECT_THAT(without_words(), ElementsAre(user));
}

TEST_P(UserStoreTest, an_address_that_nobody_has_verified_may_be_that_of_many) {
  ASSERT_TRUE(add(ada()));
  NewUser second = ada();
  second.username = "somebody.else";
  second.email = "ADA@EXAMPLE.ORG";
  ASSERT_TRUE(add(second));
  NewUser third = ada();
  third.username = "a.third";
  third.email = "else@example.org";
  ASSERT_TRUE(add(third));
  EXPECT_EQ(change(third.id, {.display_name = {}, .email = "aDa@example.org"}).value().email, "aDa@example.org");
}

TEST_P(UserStoreTest, a_verified_address_belongs_to_one_user_without_regard_to_case) {
  const NewUser first = ada();
  NewUser second = ada();
  second.username = "somebody.else";
  second.email = "ADA@EXAMPLE.ORG";
  ASSERT_TRUE(add(first) && add(second));
  const auto verify = [&](UserId user) {
    return try_write([user](Transaction& transaction) -> Result<void> {
      transaction.store<EmailRows>().verify(user, at(1));
      return {};
    });
  };
  EXPECT_TRUE(verify(first.id));
  EXPECT_FALSE(verify(second.id));
  NewUser third = ada();
  third.username = "a.third";
  EXPECT_TRUE(add(third)) << "a verified address does not show in the answer to somebody else";
}

TEST_P(UserStoreTest, another_address_is_not_verified_any_more) {
  const NewUser user = ada();
  ASSERT_TRUE(add(user));
  const auto is_verified = [&] {
    return read([&](Transaction& tx) { return tx.store<EmailRows>().verified_at(user.id); }).has_value();
  };
  const auto verify = [&] { write([&](Transaction& tx) { tx.store<EmailRows>().verify(user.id, at(1)); }); };
  verify();
  ASSERT_TRUE(change(user.id, {.display_name = "Countess", .email = {}}));
  ASSERT_TRUE(change(user.id, {.display_name = {}, .email = "ada@EXAMPLE.org"}));
  EXPECT_TRUE(is_verified());
  ASSERT_TRUE(change(user.id, {.display_name = {}, .email = "ada@example.com"}));
  EXPECT_FALSE(is_verified());
  verify();
  ASSERT_TRUE(change(user.id, {.display_name = {}, .email = ""}));
  EXPECT_FALSE(is_verified());
}

TEST_P(UserStoreTest, many_users_have_no_email_address) {
  for (const auto* name : {"one", "two", "three"}) {
    NewUser user = ada();
    user.username = name;
    user.email = std::nullopt;
    EXPECT_TRUE(add(user));
  }
}

TEST_P(UserStoreTest, a_password_hash_is_kept_apart_and_can_be_replaced) {
  const NewUser user = ada();
  ASSERT_TRUE(add(user));
  const auto hash = [&] {
    return read([&](Transaction& transaction) { return transaction.store<AccountStore>().password_hash(user.id); });
  };
  EXPECT_EQ(hash(), "$2b$12$hash");
  write([&](Transaction& transaction) {
    transaction.store<AccountStore>().set_password_hash(user.id, "$2b$12$another");
  });
  EXPECT_EQ(hash(), "$2b$12$another");
}

TEST_P(UserStoreTest, the_users_rev_counts_one_by_one) {
  const UserId user = add_user("ada");
  const auto advance = [&] {
    return write([&](Transaction& transaction) { return transaction.store<UserStore>().advance(user); });
  };
  const UserRev start = find(user)->rev;
  EXPECT_EQ(advance(), start.next());
  EXPECT_EQ(advance(), start.next().next());
  EXPECT_EQ(find(user)->rev, start.next().next());
}

TEST_P(UserStoreTest, the_revs_of_many_users_are_allocated_together) {
  const std::vector<UserId> users = add_users(300);
  const UserId other = add_user("other");
  write([&](Transaction& transaction) { transaction.store<UserStore>().advance(users[5]); });
  std::map<UserId, UserRev> expected;
  for (const UserId user : users) expected[user] = find(user)->rev.next();
  const UserRev before = find(other)->rev;
  const auto allocated =
      write([&](Transaction& transaction) { return transaction.store<UserStore>().advance_all(users); });
  EXPECT_EQ(std::map(allocated.begin(), allocated.end()), expected);
  for (const UserId user : users) EXPECT_EQ(find(user)->rev, expected[user]);
  EXPECT_EQ(find(other)->rev, before);
  EXPECT_TRUE(write([&](Transaction& transaction) { return transaction.store<UserStore>().advance_all({}); }).empty());
}

TEST_P(UserStoreTest, a_profile_changes_only_what_is_given_under_a_new_rev) {
  const NewUser user = ada();
  const UserRev start = add(user)->rev;

  const auto renamed = change(user.id, {.display_name = "Countess", .email = {}}).value();
  EXPECT_EQ(renamed.display_name, "Countess");
  EXPECT_EQ(renamed.email, "Ada@example.org");
  EXPECT_EQ(renamed.username, "Ada.Lovelace");
  EXPECT_EQ(renamed.rev, start.next());

  const auto moved = change(user.id, {.display_name = {}, .email = "ada@example.com"}).value();
  EXPECT_EQ(moved.display_name, "Countess");
  EXPECT_EQ(moved.email, "ada@example.com");
  EXPECT_EQ(moved.rev, start.next().next());
}

TEST_P(UserStoreTest, an_empty_email_address_removes_the_one_there_was) {
  const NewUser user = ada();
  ASSERT_TRUE(add(user));
  EXPECT_EQ(change(user.id, {.display_name = {}, .email = ""}).value().email, std::nullopt);
  EXPECT_EQ(find(user.id)->email, std::nullopt);
}

TEST_P(UserStoreTest, ones_own_email_address_can_be_given_again) {
  const NewUser user = ada();
  ASSERT_TRUE(add(user));
  EXPECT_EQ(change(user.id, {.display_name = {}, .email = "ada@EXAMPLE.org"}).value().email, "ada@EXAMPLE.org");
}

TEST_P(UserStoreTest, the_profile_of_an_unknown_user_cannot_be_changed) {
  EXPECT_EQ(change(UserId::generate(), {.display_name = "X", .email = {}}).error().code, ErrorCode::not_found);
}

TEST_P(UserStoreTest, a_suspended_user_is_not_found_by_search_until_restored) {
  const NewUser user = ada();
  ASSERT_TRUE(add(user));
  const std::vector<std::string> words = {"lovelace"};
  write([&](Transaction& tx) { tx.store<PeopleStore>().set_words(*tx.store<UserStore>().find(user.id), words); });
  const auto found_by_search = [&] {
    return read([&](Transaction& transaction) {
      auto people = transaction.store<PeopleStore>();
      return std::pair(people.search("ada", 10).size(), people.search_words(words, 10).size());
    });
  };
  const auto suspend = [&](std::optional<Time> since) {
    write([&](Transaction& transaction) { transaction.store<OperatorStore>().set_suspended(user.id, since); });
  };
  const auto before = found_by_search();
  EXPECT_EQ(before, std::pair(std::size_t(1), std::size_t(1)));
  suspend(at(5));
  EXPECT_EQ(found_by_search(), std::pair(std::size_t(0), std::size_t(0)));
  suspend(std::nullopt);
  EXPECT_EQ(found_by_search(), before);
}

TEST_P(UserStoreTest, a_deactivated_user_is_no_longer_found_by_search_and_keeps_the_first_time) {
  const NewUser user = ada();
  ASSERT_TRUE(add(user));
  const auto deactivate = [&](Time when) {
    write([&](Transaction& transaction) { transaction.store<AccountStore>().deactivate(user.id, when); });
  };
  deactivate(at(5));
  deactivate(at(9));
  EXPECT_EQ(find(user.id)->deactivated_at, at(5));
  EXPECT_EQ(find(user.id)->username, user.username) << "the name stays taken";
  EXPECT_THAT(read([](Transaction& transaction) { return transaction.store<PeopleStore>().search("ada", 10); }),
              ::testing::IsEmpty());
  deactivate(at(1));
  write([](Transaction& transaction) { transaction.store<AccountStore>().deactivate(UserId::generate(), at(1)); });
}

TEST_P(UserStoreTest, the_last_seen_time_never_goes_back) {
  const auto users = add_users(2);
  const auto seen = [&](std::int64_t at) { return std::pair(users[0], Time(milliseconds(at))); };
  for (const std::int64_t at : {2'000, 1'000}) {
    write([&](Transaction& transaction) { transaction.store<AccountStore>().set_last_seen(std::vector{seen(at)}); });
  }
  write([&](Transaction& transaction) {
    transaction.store<AccountStore>().set_last_seen(
        std::vector{std::pair(UserId::generate(), Time(milliseconds(3'000)))});
    EXPECT_EQ(transaction.store<UserStore>().find(users[0])->last_seen_at, Time(milliseconds(2'000)));
    EXPECT_EQ(transaction.store<UserStore>().find(users[1])->last_seen_at, std::nullopt);
  });
}

TEST_P(UserStoreTest, the_do_not_disturb_setting_is_kept) {
  const auto users = add_users(1);
  write([&](Transaction& transaction) {
    EXPECT_TRUE(transaction.store<AccountStore>().update_profile(users[0], {.do_not_disturb = true})->do_not_disturb);
    EXPECT_TRUE(transaction.store<AccountStore>().update_profile(users[0], {.hide_presence = true})->do_not_disturb);
    EXPECT_FALSE(transaction.store<AccountStore>().update_profile(users[0], {.do_not_disturb = false})->do_not_disturb);
  });
}

TEST_P(UserStoreTest, a_locked_user_is_given_as_found) {
  const NewUser user = ada();
  ASSERT_TRUE(add(user));
  write([&](Transaction& transaction) {
    EXPECT_EQ(transaction.store<UserStore>().lock(user.id)->username, user.username);
    EXPECT_FALSE(transaction.store<UserStore>().lock(UserId::generate()));
  });
}

TEST_P(UserStoreTest, revs_returns_the_revs_of_existing_users) {
  const auto users = add_users(3);
  write([&](Transaction& transaction) {
    transaction.store<UserStore>().advance(users[1]);
    transaction.store<UserStore>().advance(users[1]);
  });
  const std::vector asked = {users[1], UserId::generate(), users[0]};
  const auto revs = [&](std::span<const UserId> ids) {
    return read([&](Transaction& transaction) { return transaction.store<UserStore>().revs(ids); });
  };
  EXPECT_THAT(revs(asked), ::testing::UnorderedElementsAre(std::pair(users[0], find(users[0])->rev),
                                                           std::pair(users[1], find(users[1])->rev)));
  EXPECT_EQ(find(users[1])->rev, find(users[0])->rev.next().next());
  EXPECT_THAT(revs({}), ::testing::IsEmpty());
}

}  // namespace
}  // namespace parley::testing
