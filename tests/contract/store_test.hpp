// The fixture of the store contract: an empty database of one kind, users to fill it with, and a record of the
// announced events.
#pragma once

#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <parley/core/announce.hpp>
#include <parley/store/database.hpp>

#include "contract/storage.hpp"
#include "contract/synchronous.hpp"

#define PARLEY_FOR_EVERY_STORE(Suite)                                                              \
  INSTANTIATE_TEST_SUITE_P(Stores, Suite, ::testing::ValuesIn(::parley::testing::storage_kinds()), \
                           [](const auto& information) { return information.param.name; })

namespace parley {

// GoogleTest prints values by this function when an expectation fails.
inline void PrintTo(const Seq& seq, std::ostream* out) { *out << "seq " << seq.value(); }
inline void PrintTo(const Rev& rev, std::ostream* out) { *out << "rev " << rev.value(); }
inline void PrintTo(ErrorCode code, std::ostream* out) { *out << "error " << static_cast<int>(code); }

}  // namespace parley

namespace parley::testing {

// Returns a time in a test: that many seconds after an arbitrary start.
inline Time at(int second) { return Time(milliseconds(1'800'000'000'000) + seconds(second)); }

class StoreTest : public ::testing::TestWithParam<StorageKind> {
 protected:
  StoreTest() : StoreTest(StorageOptions{}) {}
  explicit StoreTest(StorageOptions options) : storage_(GetParam().create(options)) { listen(); }

  Database& database() { return storage_->database(); }
  void reopen() {
    storage_->reopen();
    listen();
  }

  template <class Work>
  auto read(Work work) {
    return perform(database(), Access::read, std::move(work));
  }
  template <class Work>
  auto write(Work work) {
    return perform(database(), Access::write, std::move(work));
  }
  template <class Work>
  auto try_write(Work work) {
    return attempt(database(), Access::write, std::move(work));
  }

  // Returns the events that were announced since the last call.
  std::vector<Event> take_events() {
    std::scoped_lock lock(mutex_);
    return std::exchange(events_, {});
  }

  UserId add_user(const std::string& username);
  std::vector<UserId> add_users(std::size_t count);
  // Adds a group of the given members, who all join at its beginning. The first one is its admin.
  ConversationId add_group(std::span<const UserId> members, bool shares_history = false);
  ConversationId add_direct(UserId one, UserId other);
  Conversation conversation(ConversationId id);
  Member join(ConversationId conversation, UserId user, MemberRole role = MemberRole::member);
  Member leave(ConversationId conversation, UserId user);
  std::vector<Result<SentMessage>> append(std::vector<NewMessage> batch, Time now = at(0));
  Result<SentMessage> send(NewMessage message, Time now = at(0));
  // Sends a message with a client_id of its own.
  Message say(ConversationId conversation, UserId sender, std::string body, Time now = at(0));
  Message edit(ConversationId conversation, Seq seq, const std::string& body, Time now = at(0));
  Message erase(ConversationId conversation, Seq seq, Time now = at(0));

 private:
  void listen();

  std::mutex mutex_;
  std::vector<Event> events_;
  int client_ids_ = 0;
  std::unique_ptr<Storage> storage_;  // is destroyed first, because it announces until it is closed
};

}  // namespace parley::testing
