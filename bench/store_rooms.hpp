// The database that store_bench measures, filled with rooms and members, and a way to run work against it. Used on one
// thread.
#pragma once

#include <future>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include <parley/core/store/conversations.hpp>
#include <parley/core/store/members.hpp>
#include <parley/features/accounts/store.hpp>
#include <parley/store/factory.hpp>

#include "support/postgres_server.hpp"

namespace parley {

inline constexpr std::size_t kRooms = 1'000;
inline constexpr std::size_t kMembers = 10;
inline constexpr std::size_t kRoomsOfUser = 10;
inline const std::string kBody(100, 'x');

template <class Work>
class Unit final : public UnitOfWork {
 public:
  Unit(Work work, std::promise<void>& done) : work_(std::move(work)), done_(done) {}
  bool execute(Transaction& transaction) override {
    work_(transaction);
    return true;
  }
  void finish(Result<void> outcome) override {
    if (outcome) {
      done_.set_value();
    } else {
      done_.set_exception(std::make_exception_ptr(std::runtime_error(outcome.error().detail)));
    }
  }

 private:
  Work work_;
  std::promise<void>& done_;
};

template <class Work>
void run(Database& database, Access access, Work work) {
  std::promise<void> done;
  database.submit(access, std::make_unique<Unit<Work>>(std::move(work), done));
  done.get_future().get();
}

enum class Kind { sqlite, postgres };

// The server's data is on a disk, and its commits reach the disk.
inline testing::PostgresServer& postgres_server() {
  static testing::PostgresServer server({.is_durable = true, .parent_folder = "/var/tmp"});
  return server;
}

// A database with rooms and members, which is deleted at the end.
class Rooms {
 public:
  explicit Rooms(Kind kind) : kind_(kind), folder_("/var/tmp") {
    if (kind == Kind::sqlite) {
      database_ = open_sqlite({.path = folder_.file("parley.db")}).value();
    } else {
      url_ = postgres_server().create_database();
      migrate_postgres({.url = url_}).value();
      database_ = open_postgres({.url = url_}).value();
    }
    run(*database_, Access::write, [this](Transaction& transaction) { fill_users(transaction); });
    for (std::size_t i = 0; i < kRooms; i += 100) {
      run(*database_, Access::write, [this, i](Transaction& transaction) { fill_rooms(transaction, i, i + 100); });
    }
  }
  ~Rooms() {
    database_.reset();
    if (kind_ == Kind::postgres) postgres_server().drop_database(testing::database_name(url_));
  }
  Rooms(const Rooms&) = delete;
  Rooms& operator=(const Rooms&) = delete;

  const std::string& url() const { return url_; }
  Database& database() { return *database_; }
  ConversationId room(std::size_t number) const { return rooms_[number % rooms_.size()]; }
  NewMessage message(std::size_t room_number) {
    return {room(room_number), member(room_number % rooms_.size(), random_() % kMembers), Uuid::generate().text(),
            kBody, std::nullopt};
  }
  std::size_t any_room() { return random_() % rooms_.size(); }

 private:
  void fill_users(Transaction& transaction) {
    for (std::size_t i = 0; i < kRooms * kMembers / kRoomsOfUser; ++i) {
      const auto name = "user" + std::to_string(i);
      users_.push_back(
          transaction.store<AccountStore>().add({UserId::generate(), name, name, {}, "hash", Time()}).value().id);
    }
  }

  void fill_rooms(Transaction& transaction, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      rooms_.push_back(ConversationId::generate());
      transaction.store<ConversationStore>().add(
          {rooms_[i], ConversationKind::group, "Room", "", false, member(i, 0), Time()});
      for (std::size_t number = 0; number < kMembers; ++number) {
        transaction.store<MemberStore>().add(rooms_[i], member(i, number), MemberRole::member, Seq(0), Rev(1), Time());
      }
    }
  }

  UserId member(std::size_t room, std::size_t number) const {
    return users_[(room * kMembers + number) % users_.size()];
  }

  const Kind kind_;
  testing::TemporaryFolder folder_;
  std::string url_;
  std::unique_ptr<Database> database_;
  std::vector<UserId> users_;
  std::vector<ConversationId> rooms_;
  std::mt19937 random_{42};
};

}  // namespace parley
