// What the tests of the PostgreSQL store share: a database that is opened as a node opens it, a group in it, and a way
// to run scripts on another connection. Belongs to the thread of the test.
#pragma once

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <parley/core/store/conversations.hpp>
#include <parley/core/store/members.hpp>
#include <parley/core/store/messages.hpp>
#include <parley/features/accounts/store.hpp>
#include <parley/store/factory.hpp>

#include "contract/storage.hpp"
#include "contract/store_test.hpp"
#include "store/postgres/connection.hpp"
#include "support/eventually.hpp"

namespace parley::testing {

inline void run_script(const std::string& url, const std::string& sql) {
  postgres::Connection connection(url);
  postgres::Scope scope(connection, Access::write);
  connection.run_script(sql);
  scope.commit();
}

inline std::unique_ptr<Database> open(const std::string& url, std::size_t writers = 4) {
  auto opened = open_postgres({.url = url, .writers = writers});
  if (!opened) throw std::runtime_error(opened.error().detail);
  return *std::move(opened);
}

inline Result<User> add_ada(Transaction& transaction) {
  return transaction.store<AccountStore>().add({UserId::generate(), "ada", "Ada", {}, "hash", at(0)});
}

inline bool has_ada(Database& database) {
  return perform(database, Access::read, [](Transaction& transaction) {
    return transaction.store<AccountStore>().find_by_username("ada").has_value();
  });
}

// A group with members, and a way to send as one of them.
struct Room {
  std::vector<UserId> members;
  ConversationId id = ConversationId::generate();

  explicit Room(Database& database, std::size_t size = 4) {
    perform(database, Access::write, [&](Transaction& transaction) {
      for (std::size_t i = 0; i < size; ++i) {
        const auto name = "u" + UserId::generate().text();
        members.push_back(
            transaction.store<AccountStore>().add({UserId::generate(), name, name, {}, "hash", at(0)})->id);
      }
      transaction.store<ConversationStore>().add(
          {id, ConversationKind::group, "Room", "", false, members.front(), at(0)});
      for (const UserId member : members) {
        transaction.store<MemberStore>().add(id, member, MemberRole::member, Seq(0), Rev(1), at(0));
      }
    });
  }
  NewMessage message(std::string client_id, std::string body = "text") const {
    return {id, members.front(), std::move(client_id), std::move(body), std::nullopt};
  }
  std::vector<Message> messages(Database& database) const {
    return perform(database, Access::read, [&](Transaction& transaction) {
      return transaction.store<MessageStore>().after(id, Seq(0), Seq(1), 100'000);
    });
  }
};

inline auto append(std::vector<NewMessage> batch) {
  return [batch = std::move(batch)](Transaction& transaction) -> Result<std::vector<Result<SentMessage>>> {
    return transaction.store<MessageStore>().append(batch, at(1));
  };
}

}  // namespace parley::testing
