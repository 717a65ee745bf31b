// PostgreSQL answers the frequent queries by an index and never sorts messages, with a million messages in the table.
// The test asks the server for the plans of the store's own statements while the store runs them. SQLite's plans do not
// depend on the table's contents: sqlite_plan_test.cpp checks them.
#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <parley/core/store/conversations.hpp>
#include <parley/core/store/members.hpp>
#include <parley/core/store/messages.hpp>
#include <parley/features/accounts/store_people.hpp>
#include <parley/features/conversations/store.hpp>
#include <parley/features/search/store.hpp>

#include "contract/storage.hpp"
#include "core/consent.hpp"
#include "features/conversations/joining.hpp"
#include "store/postgres/connector.hpp"
#include "support/postgres_server.hpp"

namespace parley::testing {
namespace {

using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// Makes 200 conversations with 5,000 messages and 20 members each. Every hundredth message has been changed.
constexpr auto kFill = R"(
  SET LOCAL session_replication_role = replica; -- no foreign keys to check, row by row
  INSERT INTO users (id, username, display_name, created_at)
    SELECT md5('user' || i)::uuid, 'user' || i, 'User', 0 FROM generate_series(0, 999) i;
  INSERT INTO user_words (user_id, word)
    SELECT md5('user' || i % 1000)::uuid, 'word' || i FROM generate_series(0, 49999) i;
  INSERT INTO conversations (id, kind, title, label, shares_history, created_at, last_seq, rev, last_message_at,
                             member_count)
    SELECT md5('room' || i)::uuid, 'group', 'Room', '', false, 0, 5000, 5051, i, 20 FROM generate_series(0, 199) i;
  INSERT INTO members (conversation_id, user_id, role, joined_seq, read_seq, delivered_seq, joined_at, rev)
    SELECT md5('room' || room)::uuid, md5('user' || (room * 5 + i) % 1000)::uuid, 'member', 0, 100, 0, 0, 1
    FROM generate_series(0, 199) room, generate_series(0, 19) i;
  INSERT INTO messages (conversation_id, seq, rev, created_rev, sender_id, client_id, kind, body, created_at)
    SELECT md5('room' || room)::uuid, seq, CASE WHEN seq % 100 = 0 THEN 5001 + seq / 100 ELSE seq + 1 END, seq + 1,
           md5('user' || room * 5)::uuid, room || '/' || seq, 'text', 'Hello', 0
    FROM generate_series(0, 199) room, generate_series(1, 5000) seq;
  -- The last message of each has everything that a message can have.
  UPDATE messages SET body = 'Hello @user7', reply_to_seq = 1 WHERE seq = 5000;
  INSERT INTO mentions (conversation_id, seq, user_id) SELECT id, 5000, md5('user7')::uuid FROM conversations;
  INSERT INTO reactions (conversation_id, seq, place, user_id, emoji)
    SELECT conversation_id, 5000, row_number() OVER (), user_id, '👍' FROM members;
  -- This reader is in every conversation.
  INSERT INTO users (id, username, display_name, created_at) VALUES (md5('reader')::uuid, 'reader', 'Reader', 0);
  INSERT INTO members (conversation_id, user_id, role, joined_seq, read_seq, delivered_seq, joined_at, rev)
    SELECT md5('room' || room)::uuid, md5('reader')::uuid, 'member', 0, 0, 0, 0, 1 FROM generate_series(0, 199) room;
  -- The index of all that: a word that is everywhere, one that only old messages have, and one that hardly any has.
  DROP INDEX message_search_by_term;
  INSERT INTO message_search (position, conversation_id, seq, terms)
    SELECT (seq::bigint * 200 + room) << 20, md5('room' || room)::uuid, seq,
           array_to_tsvector(ARRAY['everywhere', '~in' || right(md5('room' || room), 8)]
                             || CASE WHEN seq <= 2500 THEN ARRAY['old'] END
                             || CASE WHEN seq = 100 THEN ARRAY['needle'] END)
    FROM generate_series(0, 199) room, generate_series(1, 5000) seq;
  CREATE INDEX message_search_by_term ON message_search USING gin (terms);
  ANALYZE;
)";

// Collects every notice that the server sends.
class Notices final : public pqxx::errorhandler {
 public:
  using errorhandler::errorhandler;
  bool operator()(const char message[]) noexcept override {
    text_ += message;
    return false;
  }
  std::string take() { return std::exchange(text_, {}); }

 private:
  std::string text_;
};

class PostgresQueryPlanTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    shared_url = create_migrated_database();
    postgres::Connection connection(shared_url);
    postgres::Scope scope(connection, Access::write);
    connection.run_script(kFill);
    scope.commit();
  }
  static void TearDownTestSuite() { PostgresServer::shared().drop_database(database_name(shared_url)); }

  void SetUp() override {
    postgres::Scope scope(pooled_.connection, Access::write);
    pooled_.connection.run_script(R"(
      LOAD 'auto_explain';
      SET auto_explain.log_min_duration = 0;
      SET auto_explain.log_level = notice)");
    scope.commit();
  }

  template <class Work>
  std::string plans(Work work) {
    notices_.take();
    const postgres::Scope scope(pooled_.connection, Access::write);
    work(static_cast<Transaction&>(pooled_.transaction));
    // The server reports a statement's plan when the next statement begins.
    pooled_.connection.query("SELECT 1").run();
    const auto text = notices_.take();
    EXPECT_THAT(text, HasSubstr("Query Text"));
    return text;
  }

  // Returns the number of statements that `work` runs.
  template <class Work>
  std::size_t count(Work work) {
    const std::string text = plans(work);
    std::size_t statements = 0;
    for (auto at = text.find("Query Text"); at != std::string::npos; at = text.find("Query Text", at + 1)) ++statements;
    return statements;
  }

  // Matches plans that use only indexes, on any table.
  static auto by_index_only() { return Not(HasSubstr("Seq Scan")); }
  static auto without_sort() { return Not(HasSubstr("Sort")); }
  static auto uses(const std::string& index) {
    return AnyOf(HasSubstr("Scan using " + index), HasSubstr("Scan Backward using " + index),
                 HasSubstr("Bitmap Index Scan on " + index));
  }

  template <class IdType>
  static IdType id(const std::string& text) {
    postgres::Connection connection(shared_url);
    const postgres::Scope scope(connection, Access::read);
    return connection.query("SELECT md5($1)::uuid", text).one(read_value<IdType>);
  }

  static inline std::string shared_url;
  const UserId user_ = id<UserId>("user7");
  const ConversationId room_ = id<ConversationId>("room1");
  postgres::Watchdog watchdog_;
  postgres::PooledConnection pooled_{
      {.parameters = shared_url, .statement_timeout = seconds(3), .known = postgres::known_migrations().value()},
      watchdog_,
      0};
  Notices notices_{pooled_.connection.handle()};
};

TEST_F(PostgresQueryPlanTest, history_is_a_range_of_the_primary_key) {
  const auto plan = plans([&](Transaction& transaction) {
    EXPECT_EQ(transaction.store<MessageStore>().before(room_, Seq(2'500), Seq(1), 50).size(), 50u);
    EXPECT_EQ(transaction.store<MessageStore>().after(room_, Seq(2'500), Seq(1), 50).size(), 50u);
    EXPECT_TRUE(transaction.store<MessageStore>().find(room_, Seq(7), Seq(1)));
  });
  EXPECT_THAT(plan, AllOf(by_index_only(), without_sort(), uses("messages_pkey"), HasSubstr("Scan Backward")));
}

TEST_F(PostgresQueryPlanTest, a_resync_is_two_ranges_without_a_sort) {
  const auto plan = plans([&](Transaction& transaction) {
    const auto now = transaction.store<ConversationStore>().find(room_).value();
    EXPECT_EQ(transaction.store<MessageStore>().changed_since(now, Rev(5'000), Seq(1), 200).size(), 50u);
  });
  EXPECT_THAT(plan, AllOf(by_index_only(), without_sort(), uses("messages_pkey"), uses("messages_changed")));
}

TEST_F(PostgresQueryPlanTest, members_who_changed_are_a_range_of_an_index) {
  const auto plan =
      plans([&](Transaction& transaction) { transaction.store<MemberStore>().changed_since(room_, Rev(3), 50); });
  EXPECT_THAT(plan, AllOf(by_index_only(), uses("members_by_rev")));
}

TEST_F(PostgresQueryPlanTest, the_conversation_list_searches_by_key_and_sorts_no_messages) {
  const auto plan = plans([&](Transaction& transaction) {
    EXPECT_THAT(transaction.store<SummaryStore>().list(user_, std::nullopt, 50), Not(IsEmpty()));
    transaction.store<SummaryStore>().summaries(user_, std::span(&room_, 1));
  });
  EXPECT_THAT(plan, AllOf(by_index_only(), uses("members_of_user"), uses("conversations_pkey"), uses("messages_pkey"),
                          uses("members_pkey")));
}

// PostgreSQL may use this index or the primary key of the reactions, since both begin with the message.
constexpr auto kReactionKey = "reactions_conversation_id_seq_user_id_emoji_key";

TEST_F(PostgresQueryPlanTest, the_details_of_messages_are_searched_by_key) {
  const auto plan = plans([&](Transaction& transaction) {
    const auto message = transaction.store<MessageStore>().before(room_, Seq(5'001), Seq(1), 1).at(0);
    EXPECT_EQ(message.reactions.at(0).users.size(), 20U);
    EXPECT_EQ(message.mentions.size(), 1U);
    EXPECT_EQ(message.quote->body, "Hello");
    EXPECT_THAT(transaction.store<MessageStore>().pinned(room_, Seq(1), 50), IsEmpty());
  });
  EXPECT_THAT(plan, AllOf(by_index_only(), without_sort(), AnyOf(uses("reactions_pkey"), uses(kReactionKey)),
                          uses("mentions_pkey"), uses("messages_pkey"), uses("messages_pinned")));
}

TEST_F(PostgresQueryPlanTest, many_conversations_and_messages_take_as_many_statements_as_one) {
  const auto list = [&](std::size_t limit) {
    return count([&](Transaction& transaction) {
      const auto summaries = transaction.store<SummaryStore>().list(user_, std::nullopt, limit);
      EXPECT_THAT(summaries.front().mentions, ::testing::ElementsAre(Seq(5'000)));
      EXPECT_THAT(summaries.back().last_message->reactions, Not(IsEmpty()));
    });
  };
  EXPECT_EQ(list(1), list(4));
  const auto page = [&](std::size_t limit) {
    return count(
        [&](Transaction& transaction) { transaction.store<MessageStore>().before(room_, Seq(5'001), Seq(1), limit); });
  };
  EXPECT_EQ(page(1), page(50));
}

TEST_F(PostgresQueryPlanTest, a_group_of_many_takes_as_many_statements_as_one_of_a_few) {
  const auto create = [&](int size) {
    std::vector<UserId> users;
    std::vector<NewInvitation> invitations;
    const ConversationId group = ConversationId::generate();
    for (int i = 0; i < size; ++i) {
      users.push_back(id<UserId>("user" + std::to_string(i)));
      const UserId invited = id<UserId>("user" + std::to_string(i + 500));
      invitations.push_back({InvitationId::generate(), invited, user_, group, {}, Time()});
    }
    return count([&](Transaction& transaction) {
      EXPECT_EQ(lock_users(transaction, users).size(), users.size());
      EXPECT_TRUE(check_room(transaction, user_, users, {}));
      const auto conversation = transaction.store<ConversationStore>().add(
          {group, ConversationKind::group, "Many", "", false, user_, Time()});
      admit_first(transaction, conversation, users, user_, Time());
      EXPECT_EQ(transaction.store<ConversationStore>().find(group)->member_count, size);
      EXPECT_THAT(find_places(transaction, invitations, {}), Each(InvitationPlace::free));
      invite(transaction, invitations);
    });
  };
  const std::size_t few = create(8);
  EXPECT_EQ(create(400), few);
  EXPECT_LT(few, 30U);
}

TEST_F(PostgresQueryPlanTest, unread_counts_are_an_index_range_of_the_users_memberships) {
  const auto plan = plans([&](Transaction& transaction) {
    const auto positions = transaction.store<SummaryStore>().positions({user_});
    ASSERT_THAT(positions, Not(IsEmpty()));
    EXPECT_EQ(positions.front().last_seq.value() - positions.front().read_seq.value(), 4'900);
  });
  EXPECT_THAT(plan, AllOf(by_index_only(), uses("members_of_user"), uses("conversations_pkey")));
}

TEST_F(PostgresQueryPlanTest, sending_searches_by_key_only) {
  const std::vector<NewMessage> batch = {{room_, id<UserId>("user5"), "new", "hello", std::nullopt}};
  const auto plan = plans(
      [&](Transaction& transaction) { EXPECT_TRUE(transaction.store<MessageStore>().append(batch, Time()).front()); });
  EXPECT_THAT(plan, AllOf(by_index_only(), HasSubstr("on members m"), uses("conversations_pkey")));
}

TEST_F(PostgresQueryPlanTest, repeats_are_looked_for_by_key_only) {
  const std::vector<NewMessage> batch = {{room_, id<UserId>("user5"), "1/7", "Hello", std::nullopt}};
  pooled_.connection.note_conflict();
  const auto plan = plans([&](Transaction& transaction) {
    EXPECT_TRUE(transaction.store<MessageStore>().append(batch, Time()).front()->duplicate);
  });
  EXPECT_THAT(plan, AllOf(by_index_only(), uses("messages_by_client_id")));
}

TEST_F(PostgresQueryPlanTest, people_are_searched_along_the_index_of_their_words) {
  const std::vector<std::string> words = {"word1", "word42"};
  const auto plan = plans([&](Transaction& transaction) {
    EXPECT_EQ(transaction.store<PeopleStore>().search_words(words, 20).size(), 20U);
  });
  EXPECT_THAT(plan, AllOf(by_index_only(), uses("user_words_by_word"), uses("user_words_pkey"), uses("users_pkey")));
}

TEST_F(PostgresQueryPlanTest, a_search_for_a_common_word_goes_through_the_newest_messages_and_sorts_nothing) {
  const auto plan = plans([&](Transaction& transaction) {
    const auto found = transaction.store<SearchStore>().find({user_, {{"everywhere"}}, {}, std::nullopt}, 50);
    ASSERT_EQ(found.candidates.size(), 50u);
    EXPECT_EQ(found.candidates.front().message.seq, Seq(5'000));
    EXPECT_TRUE(found.next);
  });
  EXPECT_THAT(plan, AllOf(by_index_only(), without_sort(), HasSubstr("Index Scan Backward using message_search_pkey"),
                          uses("messages_pkey"), Not(HasSubstr("message_search_by_term"))));
}

TEST_F(PostgresQueryPlanTest, a_search_for_a_rare_word_has_the_index_find_it) {
  const auto plan = plans([&](Transaction& transaction) {
    const auto found = transaction.store<SearchStore>().find({user_, {{"needle"}}, {}, std::nullopt}, 50);
    EXPECT_EQ(found.candidates.size(), 4u);
    EXPECT_FALSE(found.next);
  });
  EXPECT_THAT(plan, AllOf(by_index_only(), uses("message_search_by_term"), uses("messages_pkey")));
}

TEST_F(PostgresQueryPlanTest, a_search_for_a_word_that_was_common_once_goes_on_in_stretches) {
  std::size_t stretches = 0;
  const auto plan = plans([&](Transaction& transaction) {
    // This reader is in every conversation. The index would find half a million messages for him.
    SearchLookup lookup{id<UserId>("reader"), {{"old"}}, {}, std::nullopt};
    for (;;) {
      const auto found = transaction.store<SearchStore>().find(lookup, 50);
      ++stretches;
      if (!found.candidates.empty()) {
        EXPECT_EQ(found.candidates.size(), 50u);
        EXPECT_EQ(found.candidates.front().message.seq, Seq(2'500));
        break;
      }
      ASSERT_TRUE(found.next);
      lookup.before = found.next;
    }
  });
  EXPECT_LE(stretches, 12u);
  EXPECT_THAT(plan, AllOf(by_index_only(), uses("message_search_pkey")));
}

}  // namespace
}  // namespace parley::testing
