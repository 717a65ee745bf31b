// SQLite's plans never scan a whole table, and each view takes a constant number of statements.
#include <mutex>
#include <set>

#include <boost/asio/co_spawn.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <parley/core/store/conversations.hpp>
#include <parley/core/store/members.hpp>
#include <parley/core/store/messages.hpp>
#include <parley/features/accounts/store.hpp>
#include <parley/features/accounts/store_people.hpp>
#include <parley/features/conversations/conversations.hpp>
#include <parley/features/conversations/store.hpp>
#include <parley/features/search/store.hpp>
#include <parley/store/factory.hpp>

#include "contract/synchronous.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/functions.hpp"
#include "support/temporary_folder.hpp"

namespace parley::testing {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Records every statement that SQLite runs while this object exists.
class StatementLog {
 public:
  StatementLog() {
    current = this;
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(&trace_connection));
  }
  ~StatementLog() {
    sqlite3_reset_auto_extension();
    current = nullptr;
  }
  StatementLog(const StatementLog&) = delete;
  StatementLog& operator=(const StatementLog&) = delete;

  // Returns the statements in the order in which they ran.
  std::vector<std::string> take() {
    std::scoped_lock lock(mutex_);
    return std::exchange(statements_, {});
  }

 private:
  static int trace_connection(sqlite3* handle, char**, const void*) {
    return sqlite3_trace_v2(handle, SQLITE_TRACE_STMT, &note, nullptr);
  }
  static int note(unsigned, void*, void* statement, void*) {
    std::scoped_lock lock(current->mutex_);
    current->statements_.emplace_back(sqlite3_sql(static_cast<sqlite3_stmt*>(statement)));
    return 0;
  }

  static inline StatementLog* current = nullptr;
  std::mutex mutex_;
  std::vector<std::string> statements_;
};

class SqlitePlanTest : public ::testing::Test {
 protected:
  // Returns the plans of the queries that `work` runs, one line for each step.
  template <class Work>
  std::string plans(Access access, Work work) {
    log_.take();
    perform(*database_, access, work);
    std::string text;
    sqlite::Connection connection(path_, sqlite::OpenMode::read_only);
    const auto run = log_.take();
    for (const std::string& statement : std::set(run.begin(), run.end())) {
      if (statement.starts_with("BEGIN") || statement == "ROLLBACK" || statement == "COMMIT") continue;
      text += explain(statement) + "\n";
    }
    EXPECT_THAT(text, Not(IsEmpty()));
    return text;
  }

  // Returns the number of statements that `work` runs.
  template <class Work>
  std::size_t count(Work work) {
    log_.take();
    perform(*database_, Access::read, work);
    return log_.take().size();
  }

  // Gives the user that many conversations, the first of them group_. Each has sixty messages with every detail that a
  // message can have.
  void fill(int conversations) {
    perform(*database_, Access::write, [&](Transaction& transaction) {
      transaction.store<AccountStore>().add({user_, "ada", "Ada", {}, "hash", Time()}).value();
      for (int i = 0; i < conversations; ++i) {
        const ConversationId id = i == 0 ? group_ : ConversationId::generate();
        transaction.store<ConversationStore>().add({id, ConversationKind::group, "", "", false, user_, Time()});
        transaction.store<MemberStore>().add(id, user_, MemberRole::admin, Seq(0), Rev(1), Time());
        std::vector<NewMessage> batch = {{id, user_, "0", "first", std::nullopt}};
        for (int n = 1; n < (i == 0 ? 60 : 2); ++n) batch.push_back({id, user_, std::to_string(n), "@all", Seq(1)});
        for (const auto& sent : transaction.store<MessageStore>().append(batch, Time())) {
          transaction.store<MessageStore>().add_reaction(sent->message, user_, "👍",
                                                         transaction.store<ConversationStore>().advance(id));
        }
      }
      return Result<void>();
    });
  }

  const UserId user_ = UserId::generate();
  const ConversationId group_ = ConversationId::generate();
  TemporaryFolder folder_;
  std::string path_ = folder_.file("parley.db");
  StatementLog log_;
  std::unique_ptr<Database> database_ = open_sqlite({.path = path_}).value();
  ReadCursors read_cursors_;
  const SystemClock clock_;
  const Limits limits_;

 private:
  std::string explain(const std::string& statement) {
    sqlite3* handle = nullptr;
    sqlite3_open_v2(path_.c_str(), &handle, SQLITE_OPEN_READONLY, nullptr);
    sqlite::add_functions(handle);
    std::string text = statement + "\n";
    const auto append = [](void* out, int, char** columns, char**) {
      static_cast<std::string*>(out)->append("  -> ").append(columns[3]).append("\n");
      return 0;
    };
    char* problem = nullptr;
    sqlite3_exec(handle, ("EXPLAIN QUERY PLAN " + statement).c_str(), append, &text, &problem);
    if (problem) text.append("  problem: ").append(problem);
    sqlite3_free(problem);
    sqlite3_close(handle);
    return text;
  }
};

constexpr auto kScan = "-> SCAN ";
constexpr auto kSort = "USE TEMP B-TREE";

// Returns the tables that a plan scans from end to end.
std::vector<std::string> scanned(const std::string& plan) {
  std::vector<std::string> tables;
  const std::string_view scan = kScan;
  for (auto at = plan.find(scan); at != std::string::npos; at = plan.find(scan, at + 1)) {
    const auto begin = at + scan.size();
    tables.push_back(plan.substr(begin, plan.find_first_of(" \n", begin) - begin));
  }
  std::erase(tables, "CONSTANT");  // the first row of a recursive query
  return tables;
}

TEST_F(SqlitePlanTest, a_search_takes_what_the_index_gives_from_the_newest_on) {
  perform(*database_, Access::write, [&](Transaction& transaction) {
    EXPECT_TRUE(transaction.store<AccountStore>().add({user_, "reader", "Reader", {}, "hash", Time()}));
    transaction.store<ConversationStore>().add({group_, ConversationKind::group, "Room", "", false, user_, Time()});
    transaction.store<MemberStore>().add(group_, user_, MemberRole::member, Seq(0), Rev(1), Time());
  });
  const auto plan = plans(Access::read, [&](Transaction& transaction) {
    transaction.store<SearchStore>().find({user_, {{"word"}}, {.sender = user_}, std::nullopt}, 50);
    transaction.store<SearchStore>().progress(group_);
  });
  EXPECT_THAT(plan, HasSubstr("SEARCH own USING INDEX members_of_user (user_id=?)"));
  EXPECT_THAT(plan, HasSubstr("SCAN i VIRTUAL TABLE INDEX"));
  EXPECT_THAT(plan, HasSubstr("SEARCH d USING INTEGER PRIMARY KEY (rowid=?)"));
  EXPECT_THAT(plan, HasSubstr("SEARCH m USING PRIMARY KEY (conversation_id=? AND seq=?)"));
  EXPECT_THAT(plan, Not(HasSubstr(kSort)));
}

TEST_F(SqlitePlanTest, people_are_searched_along_the_index_of_their_words) {
  const std::vector<std::string> words = {"ada", "lo"};
  const auto plan = plans(Access::read, [&](Transaction& transaction) {
    transaction.store<PeopleStore>().search_words(words, 20);
    transaction.store<PeopleStore>().without_words(20);
  });
  EXPECT_THAT(plan, HasSubstr("SEARCH w USING COVERING INDEX user_words_by_word (word>? AND word<?)"));
  EXPECT_THAT(plan, HasSubstr("SEARCH users USING PRIMARY KEY (id=?)"));
  EXPECT_THAT(plan, HasSubstr("SEARCH lesser USING PRIMARY KEY (user_id=? AND word>? AND word<?)"));
  EXPECT_THAT(plan, HasSubstr("SEARCH o USING PRIMARY KEY (user_id=? AND word>? AND word<?)"));
  EXPECT_THAT(scanned(plan), ElementsAre("wanted", "users"));  // the requested ids, and the users without search words
  EXPECT_THAT(plan, HasSubstr("SCAN users USING INDEX users_to_index"));
  EXPECT_THAT(plan, Not(HasSubstr(kSort)));
}

TEST_F(SqlitePlanTest, history_is_a_range_of_the_primary_key) {
  const auto plan = plans(Access::read, [&](Transaction& transaction) {
    transaction.store<MessageStore>().before(group_, Seq(100), Seq(1), 50);
    transaction.store<MessageStore>().after(group_, Seq(100), Seq(1), 50);
    transaction.store<MessageStore>().find(group_, Seq(1), Seq(1));
  });
  EXPECT_THAT(plan, HasSubstr("SEARCH m USING PRIMARY KEY (conversation_id=? AND seq>? AND seq<?)"));
  EXPECT_THAT(plan, HasSubstr("SEARCH m USING PRIMARY KEY (conversation_id=? AND seq>?)"));
  EXPECT_THAT(plan, HasSubstr("SEARCH m USING PRIMARY KEY (conversation_id=? AND seq=?)"));
  EXPECT_THAT(plan, Not(HasSubstr(kScan)));
  EXPECT_THAT(plan, Not(HasSubstr(kSort)));
}

TEST_F(SqlitePlanTest, changes_are_two_ranges_without_a_sort) {
  const auto plan = plans(Access::read, [&](Transaction& transaction) {
    Conversation now;
    now.id = group_;
    now.last_seq = Seq(9);
    now.rev = Rev(20);
    transaction.store<MessageStore>().changed_since(now, Rev(3), Seq(1), 50);
    transaction.store<MemberStore>().changed_since(group_, Rev(3), 50);
  });
  EXPECT_THAT(plan, HasSubstr("SEARCH m USING PRIMARY KEY (conversation_id=? AND seq>?)"));
  EXPECT_THAT(plan, HasSubstr("SEARCH m USING INDEX messages_changed (conversation_id=? AND rev>?)"));
  EXPECT_THAT(plan, HasSubstr("SEARCH m USING INDEX members_by_rev (conversation_id=? AND rev>?)"));
  EXPECT_THAT(plan, Not(HasSubstr(kScan)));
  EXPECT_THAT(plan, Not(HasSubstr(kSort)));
}

TEST_F(SqlitePlanTest, positions_are_an_index_range_without_a_sort) {
  const auto plan =
      plans(Access::read, [&](Transaction& transaction) { transaction.store<SummaryStore>().positions({user_}); });
  EXPECT_THAT(
      plan,
      HasSubstr("SEARCH own USING INDEX members_of_user (user_id=? AND conversation_id>? AND conversation_id<?)"));
  EXPECT_THAT(plan, HasSubstr("SEARCH c USING PRIMARY KEY (id=?)"));
  EXPECT_THAT(plan, Not(HasSubstr(kScan)));
  EXPECT_THAT(plan, Not(HasSubstr(kSort)));
}

TEST_F(SqlitePlanTest, the_list_searches_the_users_memberships_and_walks_through_nothing_else) {
  const auto plan = plans(
      Access::read, [&](Transaction& transaction) { transaction.store<SummaryStore>().list(user_, std::nullopt, 50); });
  EXPECT_THAT(plan, HasSubstr("SEARCH m USING INDEX members_of_user (user_id=?)"));
  EXPECT_THAT(plan, HasSubstr("SEARCH c USING PRIMARY KEY (id=?)"));
  EXPECT_THAT(
      plan,
      HasSubstr("SEARCH mentions USING COVERING INDEX mentions_of_user (user_id=? AND conversation_id=? AND seq>?)"));
  // The requested page, and the mentions that were found.
  EXPECT_THAT(scanned(plan), ElementsAre("own", "newest", "newest"));
}

TEST_F(SqlitePlanTest, the_details_of_messages_are_searched_by_key) {
  fill(1);
  const auto plan = plans(Access::read, [&](Transaction& transaction) {
    EXPECT_TRUE(transaction.store<MessageStore>().before(group_, Seq(9), Seq(1), 1).at(0).quote);
    transaction.store<MessageStore>().pinned(group_, Seq(1), 50);
  });
  EXPECT_THAT(plan, HasSubstr("SEARCH r USING PRIMARY KEY (conversation_id=? AND seq=?)"));
  EXPECT_THAT(plan, HasSubstr("SEARCH m USING PRIMARY KEY (conversation_id=? AND seq=?)"));
  EXPECT_THAT(plan, HasSubstr("SEARCH q USING PRIMARY KEY (conversation_id=? AND seq=?)"));
  EXPECT_THAT(plan, HasSubstr("SEARCH m USING INDEX messages_pinned (conversation_id=? AND pinned_at>?)"));
  EXPECT_THAT(scanned(plan), Each("wanted"));  // the requested messages
}

TEST_F(SqlitePlanTest, many_conversations_and_messages_take_as_many_statements_as_one) {
  fill(500);
  const auto list = [&](std::size_t limit) {
    return count([&](Transaction& transaction) {
      const auto summaries = transaction.store<SummaryStore>().list(user_, std::nullopt, limit);
      EXPECT_EQ(summaries.size(), limit);
      EXPECT_EQ(summaries.back().last_message->reactions.size(), 1U);
    });
  };
  EXPECT_EQ(list(1), list(500));
  const auto page = [&](std::size_t limit) {
    return count([&](Transaction& transaction) {
      EXPECT_EQ(transaction.store<MessageStore>().before(group_, Seq(60), Seq(1), limit).size(), limit);
    });
  };
  EXPECT_EQ(page(1), page(50));
}

TEST_F(SqlitePlanTest, a_group_of_many_takes_as_many_statements_as_one_of_a_few) {
  // Half of the users join, and half of them are invited and decide.
  const auto create = [&](std::size_t size) {
    std::vector<UserId> members;
    perform(*database_, Access::write, [&](Transaction& transaction) {
      for (std::size_t i = 0; i < size; ++i) {
        const UserId user = members.emplace_back(UserId::generate());
        transaction.store<AccountStore>().add({user, user.text(), "", {}, "hash", Time()}).value();
        if (i % 2 > 0)
          transaction.store<AccountStore>().update_profile(user, {.reachable_by = ReachableBy::nobody}).value();
      }
    });
    Conversations conversations(*database_, read_cursors_, clock_, limits_);
    std::optional<Result<ConversationSummary>> created;
    asio::io_context loop(1);
    log_.take();
    asio::co_spawn(loop,
                   conversations.create_group(Caller{user_, SessionId::generate(), UserRole::user, Scope::session},
                                              {"Many", "", false, members}),
                   [&](const std::exception_ptr&, Result<ConversationSummary> summary) { created.emplace(summary); });
    loop.run();
    EXPECT_EQ(created->value().conversation.member_count, static_cast<std::int64_t>(size / 2 + 1));
    EXPECT_EQ(created->value().invited.size(), size / 2);
    return log_.take().size();
  };
  fill(1);
  const std::size_t few = create(4);
  EXPECT_EQ(create(600), few);
  EXPECT_LT(few, 30U);
}

TEST_F(SqlitePlanTest, a_summary_and_its_members_are_searched_by_key_without_a_sort) {
  const auto plan = plans(Access::read, [&](Transaction& transaction) {
    transaction.store<SummaryStore>().summaries(user_, std::span(&group_, 1));
    transaction.store<MemberStore>().list(group_, std::nullopt, 8);
  });
  EXPECT_THAT(plan, HasSubstr("SEARCH own USING PRIMARY KEY (conversation_id=? AND user_id=?)"));
  EXPECT_THAT(plan, HasSubstr("SEARCH c USING PRIMARY KEY (id=?)"));
  EXPECT_THAT(plan, HasSubstr("SEARCH l USING PRIMARY KEY (conversation_id=? AND seq=?)"));
  EXPECT_THAT(plan, HasSubstr("SEARCH m USING PRIMARY KEY (conversation_id=? AND user_id>?)"));
  EXPECT_THAT(plan, HasSubstr("SEARCH u USING PRIMARY KEY (id=?)"));
  EXPECT_THAT(scanned(plan), ElementsAre("newest", "newest"));
  EXPECT_THAT(plan, Not(HasSubstr(kSort)));
}

TEST_F(SqlitePlanTest, sending_searches_by_key_only) {
  const NewMessage message{group_, user_, "1", "hello", std::nullopt};
  const auto plan = plans(Access::write, [&](Transaction& transaction) {
    transaction.store<AccountStore>().add({user_, "ada", "Ada", {}, "hash", Time()}).value();
    transaction.store<ConversationStore>().add({group_, ConversationKind::group, "", "", false, user_, Time()});
    transaction.store<MemberStore>().add(group_, user_, MemberRole::member, Seq(0), Rev(1), Time());
    EXPECT_TRUE(transaction.store<MessageStore>().append({&message, 1}, Time()).front());
    EXPECT_TRUE(transaction.store<MessageStore>().append({&message, 1}, Time()).front()->duplicate);
  });
  EXPECT_THAT(plan, HasSubstr("SEARCH m USING INDEX messages_by_client_id "
                              "(client_id=? AND conversation_id=? AND sender_id=?)"));
  EXPECT_THAT(plan, Not(HasSubstr(kScan)));
  EXPECT_THAT(plan, Not(HasSubstr(kSort)));
}

}  // namespace
}  // namespace parley::testing
