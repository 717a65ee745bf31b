// A filled database of every earlier version keeps its data when it is migrated. tests/contract/data has the rows of
// each version; each new migration adds one file there for each store.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <parley/core/store/conversations.hpp>
#include <parley/core/store/members.hpp>
#include <parley/core/store/messages.hpp>
#include <parley/core/store/users.hpp>
#include <parley/features/accounts/store.hpp>
#include <parley/features/accounts/store_blocks.hpp>
#include <parley/features/accounts/store_invitations.hpp>
#include <parley/features/accounts/store_people.hpp>
#include <parley/features/conversations/store.hpp>
#include <parley/features/sign_in/store.hpp>
#include <parley/features/sign_in/store_tokens.hpp>
#include <parley/store/factory.hpp>

#include "contract/email_rows.hpp"
#include "contract/store_test.hpp"
#include "store/postgres/migrations.hpp"
#include "store/sqlite/migrations.hpp"
#include "support/postgres_server.hpp"
#include "support/temporary_folder.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;

std::string rows_of(const std::string& store, std::size_t version) {
  const auto path = fmt::format("{}/tests/contract/data/{}-{:04}.sql", PARLEY_SOURCE_DIR, store, version);
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error(path + " is missing: every version needs a filled database to start from");
  return {std::istreambuf_iterator<char>(file), {}};
}

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().detail);
  return *std::move(result);
}

constexpr std::string_view kAda = "0190a000-0000-7000-8000-000000000001";
constexpr std::string_view kBob = "0190a000-0000-7000-8000-000000000002";
constexpr std::string_view kCy = "0190a000-0000-7000-8000-000000000003";
constexpr std::string_view kSession = "0190b000-0000-7000-8000-000000000001";
constexpr std::string_view kGroup = "0190c000-0000-7000-8000-000000000001";
constexpr std::string_view kDirect = "0190c000-0000-7000-8000-000000000002";

Time time_after(int second) { return Time(milliseconds(1'700'000'000'000)) + seconds(second); }

template <class IdType>
IdType id(std::string_view text) {
  return IdType::parse(text).value();
}

void expect_people(Transaction& transaction) {
  const auto ada = transaction.store<AccountStore>().find_by_username("ADA").value();
  EXPECT_EQ(ada.id, id<UserId>(kAda));
  EXPECT_EQ(ada.email, "ada@example.org");
  EXPECT_EQ(ada.role, UserRole::admin);
  EXPECT_EQ(ada.rev, UserRev(4));
  EXPECT_EQ(ada.created_at, time_after(0));
  EXPECT_EQ(transaction.store<AccountStore>().password_hash(ada.id), "$2b$12$hash-of-ada");
  EXPECT_EQ(transaction.store<UserStore>().find(id<UserId>(kBob))->display_name, R"(Bob "the" \ Builder)");
  const auto cy = transaction.store<UserStore>().find(id<UserId>(kCy)).value();
  EXPECT_TRUE(cy.bot);
  EXPECT_EQ(cy.deactivated_at, time_after(9));

  const auto active = transaction.store<SessionStore>().active(ada.id);
  ASSERT_EQ(active.size(), 1u);
  EXPECT_EQ(active.front().id, id<SessionId>(kSession));
  EXPECT_EQ(active.front().last_seen_at, time_after(4));
  const auto token = transaction.store<SessionStore>().find_token(std::string(32, '\x11')).value();
  EXPECT_EQ(token.successor, std::string(32, '\x22'));
  EXPECT_EQ(token.used_at, time_after(4));
  EXPECT_EQ(transaction.store<SessionStore>().find_token(std::string(32, '\x22'))->successor, std::nullopt);
}

void expect_conversations(Transaction& transaction) {
  const auto group = transaction.store<ConversationStore>().find(id<ConversationId>(kGroup)).value();
  EXPECT_EQ(group.title, "Engines");
  EXPECT_EQ(group.label, "urgent");
  EXPECT_TRUE(group.shares_history);
  EXPECT_EQ(group.last_seq, Seq(3));
  EXPECT_EQ(group.rev, Rev(8));
  EXPECT_EQ(group.member_count, 2);
  EXPECT_EQ(transaction.store<ConversationStore>().find_direct(id<UserId>(kBob), id<UserId>(kAda)),
            id<ConversationId>(kDirect));
  EXPECT_EQ(transaction.store<MemberStore>().find(group.id, id<UserId>(kCy))->left_at, time_after(9));
  const auto listed = transaction.store<SummaryStore>().list(id<UserId>(kBob), std::nullopt, 10);
  ASSERT_EQ(listed.size(), 2u);
  EXPECT_EQ(listed.front().unread(), 1);
  EXPECT_EQ(listed.front().last_message->content.body, "ünïcödé 😀");
}

void expect_messages(Transaction& transaction) {
  std::vector<std::string> bodies;
  for (const auto& message : transaction.store<MessageStore>().after(id<ConversationId>(kGroup), Seq(0), Seq(1), 10)) {
    bodies.push_back(message.content.body);
  }
  EXPECT_THAT(bodies, ElementsAre("Hello, edited", "", "ünïcödé 😀"));
  const auto reply = transaction.store<MessageStore>().find(id<ConversationId>(kGroup), Seq(3), Seq(1)).value();
  EXPECT_EQ(reply.reply_to, Seq(1));
  EXPECT_EQ(reply.sender, id<UserId>(kBob));
  EXPECT_EQ(transaction.store<MessageStore>().find(id<ConversationId>(kGroup), Seq(2), Seq(1))->deleted_at,
            time_after(7) + milliseconds(500));
  const auto group = transaction.store<ConversationStore>().find(id<ConversationId>(kGroup)).value();
  EXPECT_EQ(transaction.store<MessageStore>().changed_since(group, Rev(4), Seq(1), 10).size(), 3u);
}

// Checks the tables that version 3 added.
void expect_details(Transaction& transaction) {
  const auto message = transaction.store<MessageStore>().find(id<ConversationId>(kGroup), Seq(1), Seq(1)).value();
  EXPECT_EQ(message.reactions.at(0).users, std::vector{id<UserId>(kBob)});
  EXPECT_EQ(message.pinned_by, id<UserId>(kAda));
  EXPECT_EQ(message.pinned_at, time_after(7) + milliseconds(800));
  EXPECT_EQ(transaction.store<MessageStore>().versions(message).front().body, "Hello");
  EXPECT_EQ(transaction.store<MessageStore>().find(id<ConversationId>(kGroup), Seq(2), Seq(1))->deleted_by,
            id<UserId>(kAda));
}

// Checks the settings that version 5 added. A member who has set none has the defaults.
void expect_settings(Transaction& transaction) {
  const auto listed = transaction.store<SummaryStore>().list(id<UserId>(kBob), std::nullopt, 10);
  EXPECT_EQ(listed.front().settings, ConversationSettings());
  EXPECT_FALSE(transaction.store<UserStore>().find(id<UserId>(kBob))->private_reads);
  EXPECT_TRUE(transaction.store<BlockStore>().list(id<UserId>(kBob)).empty());
}

// Checks the search words that version 6 added. Bob's words were made under his earlier name.
void expect_words(Transaction& transaction, std::size_t version) {
  const bool has_words = version >= 6;
  const std::vector<std::string> wanted = {"love"};
  EXPECT_EQ(transaction.store<PeopleStore>().search_words(wanted, 10).size(), has_words ? 1u : 0u);
  EXPECT_EQ(transaction.store<PeopleStore>().without_words(10).size(), has_words ? 1u : 3u);
}

// Checks the list of sign-ins and the links that version 10 added. Nobody is suspended by an upgrade.
void expect_security(Transaction& transaction, std::size_t version) {
  const std::size_t expected = version >= 10 ? 1 : 0;
  EXPECT_EQ(transaction.store<SessionStore>().sign_ins(id<UserId>(kAda)).size(), expected);
  EXPECT_EQ(transaction.store<AccountTokenStore>().find(std::string(32, '\x33'), time_after(9)).has_value(),
            expected == 1);
  EXPECT_EQ(transaction.store<UserStore>().find(id<UserId>(kAda))->suspended_at, std::nullopt);
}

// Checks the columns that version 11 added. An upgrade verifies no address.
void expect_proofs(Transaction& transaction, std::size_t version) {
  const bool has_proofs = version >= 11;
  EXPECT_EQ(transaction.store<EmailRows>().verified_at(id<UserId>(kAda)).has_value(), has_proofs);
  EXPECT_EQ(transaction.store<SessionStore>().find(id<SessionId>(kSession))->confirmed_at.has_value(), has_proofs);
}

// Checks the tables that version 9 added.
void expect_invitations(Transaction& transaction) {
  const auto waiting = transaction.store<InvitationStore>().list(id<UserId>(kBob));
  ASSERT_EQ(waiting.size(), 1u);
  EXPECT_EQ(waiting.front().inviter.user, id<UserId>(kAda));
  EXPECT_EQ(transaction.store<UserStore>().find(id<UserId>(kBob))->reachable_by, ReachableBy::nobody);
}

// Checks what version 12 added. Members of a group that shared its history before see all of it.
void expect_sharing(Transaction& transaction, std::size_t version) {
  const auto group = transaction.store<ConversationStore>().find(id<ConversationId>(kGroup)).value();
  EXPECT_EQ(group.shared_after, version >= 12 ? Seq(1) : Seq(0));
  const auto bob = transaction.store<MemberStore>().find(group.id, id<UserId>(kBob)).value();
  EXPECT_EQ(bob.visible_after, Seq(0));
  const auto direct = transaction.store<MemberStore>().find(id<ConversationId>(kDirect), id<UserId>(kBob)).value();
  EXPECT_EQ(direct.visible_after, Seq(0));
}

void expect_everything(Database& database, std::size_t version) {
  perform(database, Access::read, [version](Transaction& transaction) {
    EXPECT_EQ(transaction.epoch().text(), "0190e000-0000-7000-8000-000000000001");
    expect_people(transaction);
    expect_conversations(transaction);
    expect_messages(transaction);
    if (version >= 3) expect_details(transaction);
    expect_settings(transaction);
    expect_security(transaction, version);
    expect_sharing(transaction, version);
    expect_proofs(transaction, version);
    EXPECT_TRUE(transaction.store<MemberStore>().find(id<ConversationId>(kGroup), id<UserId>(kCy))->left_self);
    if (version >= 9) expect_invitations(transaction);
  });
  perform(database, Access::write, [version](Transaction& transaction) { expect_words(transaction, version); });
  const NewMessage next{id<ConversationId>(kGroup), id<UserId>(kBob), "b-2", "and on", Seq(1)};
  const auto sent = perform(database, Access::write, [&](Transaction& transaction) {
    return transaction.store<MessageStore>().append({&next, 1}, at(0));
  });
  EXPECT_EQ(sent.front()->message.seq, Seq(4));
  EXPECT_EQ(sent.front()->message.rev, Rev(9));
}

TEST(MigrationTest, sqlite_keeps_what_every_earlier_version_stored) {
  const auto known = must(read_migrations(embedded::sqlite_migrations()));
  for (std::size_t version = 1; version <= known.size(); ++version) {
    SCOPED_TRACE(version);
    const TemporaryFolder folder;
    const auto path = folder.file("parley.db");
    {
      sqlite::Connection connection(path, sqlite::OpenMode::read_write);
      must(sqlite::migrate(connection, std::span(known).first(version)));
      connection.run_script(rows_of("sqlite", version));
    }
    expect_everything(*must(open_sqlite({.path = path})), version);
  }
}

TEST(MigrationTest, postgres_keeps_what_every_earlier_version_stored) {
  const auto known = must(postgres::known_migrations());
  for (std::size_t version = 1; version <= known.size(); ++version) {
    SCOPED_TRACE(version);
    const auto url = PostgresServer::shared().create_database();
    {
      postgres::Connection connection(url);
      must(postgres::migrate(connection, std::span(known).first(version)));
      postgres::Scope scope(connection, Access::write);
      connection.run_script(rows_of("postgres", version));
      scope.commit();
    }
    must(migrate_postgres({.url = url}));
    expect_everything(*must(open_postgres({.url = url})), version);
    PostgresServer::shared().drop_database(database_name(url));
  }
}

// The direct conversation of Ada and Cy, whose account is closed, as version 6 wrote it.
std::string direct_with_cy(std::string_view quote) {
  const auto id = [&](std::string_view digits) {
    return quote == "X" ? fmt::format("X'{}'", digits) : fmt::format("'{}'::uuid", digits);
  };
  const std::string direct = id("0190c000000070008000000000000009");
  const std::string ada = id("0190a000000070008000000000000001");
  const std::string cy = id("0190a000000070008000000000000003");
  const std::string key = quote == "X" ? "X'09'" : "'\\x09'";
  return fmt::format(R"(
      INSERT INTO conversations (id, kind, title, label, shares_history, created_at, member_count, direct_key)
      VALUES ({0}, 'direct', '', '', {4}, 1700000005000, 2, {3});
      INSERT INTO members (conversation_id, user_id, role, joined_seq, read_seq, delivered_seq, joined_at, rev)
      VALUES ({0}, {1}, 'member', 0, 0, 0, 1700000005000, 1), ({0}, {2}, 'member', 0, 0, 0, 1700000005000, 1);)",
                     direct, ada, cy, key, quote == "X" ? "0" : "false");
}

void expect_noted_as_closed(Database& database) {
  perform(database, Access::read, [](Transaction& transaction) {
    const auto direct = id<ConversationId>("0190c000-0000-7000-8000-000000000009");
    EXPECT_TRUE(transaction.store<MemberStore>().find(direct, id<UserId>(kAda))->peer_closed);
    EXPECT_FALSE(transaction.store<MemberStore>().find(direct, id<UserId>(kCy))->peer_closed);
    EXPECT_FALSE(transaction.store<MemberStore>().find(id<ConversationId>(kGroup), id<UserId>(kAda))->peer_closed);
  });
}

TEST(MigrationTest, sqlite_notes_accounts_that_were_closed_before_version_7) {
  const auto known = must(read_migrations(embedded::sqlite_migrations()));
  const TemporaryFolder folder;
  const auto path = folder.file("parley.db");
  {
    sqlite::Connection connection(path, sqlite::OpenMode::read_write);
    must(sqlite::migrate(connection, std::span(known).first(6)));
    connection.run_script(rows_of("sqlite", 6) + direct_with_cy("X"));
  }
  expect_noted_as_closed(*must(open_sqlite({.path = path})));
}

TEST(MigrationTest, postgres_notes_accounts_that_were_closed_before_version_7) {
  const auto known = must(postgres::known_migrations());
  const auto url = PostgresServer::shared().create_database();
  {
    postgres::Connection connection(url);
    must(postgres::migrate(connection, std::span(known).first(6)));
    postgres::Scope scope(connection, Access::write);
    connection.run_script(rows_of("postgres", 6) + direct_with_cy(""));
    scope.commit();
  }
  must(migrate_postgres({.url = url}));
  expect_noted_as_closed(*must(open_postgres({.url = url})));
  PostgresServer::shared().drop_database(database_name(url));
}

TEST(MigrationTest, both_stores_have_migrations_of_the_same_names) {
  std::vector<std::string> sqlite_names;
  for (const auto& migration : must(read_migrations(embedded::sqlite_migrations())))
    sqlite_names.push_back(migration.name);
  std::vector<std::string> postgres_names;
  for (const auto& migration : must(postgres::known_migrations())) postgres_names.push_back(migration.name);
  EXPECT_EQ(postgres_names, sqlite_names);
}

}  // namespace
}  // namespace parley::testing
