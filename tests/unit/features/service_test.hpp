// The fixture of every test of a service: an empty SQLite database in a folder of its own, users, the services, and a
// record of the announced events. A test is one thread that does one thing after the other; tasks that it starts
// together run together on one loop.
#pragma once

#include <atomic>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <parley/features/conversations/conversations.hpp>
#include <parley/features/conversations/invitations.hpp>
#include <parley/features/conversations/members.hpp>
#include <parley/features/messages/annotations.hpp>
#include <parley/features/messages/messages.hpp>
#include <parley/features/receipts/receipts.hpp>
#include <parley/features/sync/sync.hpp>
#include <parley/features/typing/typing.hpp>
#include <parley/store/factory.hpp>

#include "support/temporary_folder.hpp"

namespace parley {

// GoogleTest prints values by this function when an expectation fails.
inline void PrintTo(const Seq& seq, std::ostream* out) { *out << "seq " << seq.value(); }
inline void PrintTo(const Rev& rev, std::ostream* out) { *out << "rev " << rev.value(); }
inline void PrintTo(ErrorCode code, std::ostream* out) { *out << "error " << static_cast<int>(code); }
inline void PrintTo(const FieldError& fault, std::ostream* out) {
  *out << fault.field << " " << fault_name(fault.code);
}

}  // namespace parley

namespace parley::testing {

// A clock that the test sets. Any thread reads it.
class SettableClock final : public Clock {
 public:
  Time now() const override { return Time(milliseconds(milliseconds_.load())); }
  void advance(milliseconds by) { milliseconds_ += by.count(); }

 private:
  std::atomic<std::int64_t> milliseconds_ = 1'800'000'000'000;
};

// The loop of all tests. It outlives every database, because a database thread that has just resumed a task may still
// use the loop when that task is done.
inline asio::io_context& loop() {
  static asio::io_context loop(1);
  return loop;
}

// Runs the tasks until all are done and returns their results.
template <class T>
std::vector<Result<T>> run_together(std::vector<Task<T>> tasks) {
  std::vector<std::optional<Result<T>>> results(tasks.size());
  std::exception_ptr thrown;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    asio::co_spawn(loop().get_executor(), std::move(tasks[i]), [&, i](std::exception_ptr exception, Result<T> result) {
      if (exception) thrown = exception;
      results[i].emplace(std::move(result));
    });
  }
  loop().restart();
  loop().run();
  if (thrown) std::rethrow_exception(thrown);
  std::vector<Result<T>> done;
  for (auto& result : results) done.push_back(std::move(result.value()));
  return done;
}

template <class T>
Result<T> run(Task<T> task) {
  std::vector<Task<T>> tasks;
  tasks.push_back(std::move(task));
  return std::move(run_together(std::move(tasks)).front());
}

// Returns the value of a task that has to succeed.
template <class T>
T value_of(Task<T> task) {
  Result<T> result = run(std::move(task));
  if (!result) throw std::runtime_error(result.error().detail);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// Returns the error of a task that has to fail.
template <class T>
ErrorCode error_of(Task<T> task) {
  Result<T> result = run(std::move(task));
  if (result) throw std::runtime_error("This was expected to fail.");
  return result.error().code;
}

// Returns the faults of a task that has to be refused as invalid_request, as in "members[1] invalid".
template <class T>
std::vector<std::string> faults_of(Task<T> task) {
  Result<T> result = run(std::move(task));
  if (result || result.error().code != ErrorCode::invalid_request) throw std::runtime_error("Not an invalid request.");
  std::vector<std::string> faults;
  for (const FieldError& fault : result.error().fields)
    faults.push_back(fault.field + " " + std::string(fault_name(fault.code)));
  return faults;
}

class ServiceTest : public ::testing::Test {
 protected:
  ServiceTest();
  ~ServiceTest() override;

  // Adds a user who is signed in.
  Caller add_user(const std::string& name);
  // Closes the account, as account.deactivate does.
  void deactivate(UserId user);
  // Makes a group of the given members; the first one creates it. The record of events is empty afterwards.
  ConversationId add_group(const std::vector<Caller>& members, bool shares_history = false);
  // Sends a message with a client_id of its own.
  Message say(const Caller& sender, ConversationId conversation, const std::string& body);
  // Sets who may add the user to a conversation or write first. The record of events is empty afterwards.
  void permit(const Caller& user, ReachableBy reachable_by);
  Member join(const Caller& admin, ConversationId conversation, const Caller& newcomer);

  // Returns the events that were announced since the last call, in words: "rev 2: bob added", "to bob 1: added at rev
  // 2".
  std::vector<std::string> announced();
  std::vector<Event> take_events();

  testing::TemporaryFolder folder_;
  SettableClock clock_;
  Limits limits_;
  std::unique_ptr<Database> database_;
  ReadCursors read_cursors_;
  std::unique_ptr<MessageWriter> writer_;
  std::unique_ptr<Conversations> conversations_;
  std::unique_ptr<Members> members_;
  std::unique_ptr<Invitations> invitations_;
  std::unique_ptr<Messages> messages_;
  std::unique_ptr<Annotations> annotations_;
  std::unique_ptr<Receipts> receipts_;
  std::unique_ptr<Typing> typing_;
  std::unique_ptr<Sync> sync_;

 private:
  void record(Event event);
  std::string describe(const Event& event) const;
  std::string name_of(UserId user) const;

  std::mutex mutex_;
  std::vector<Event> events_;
  std::map<UserId, std::string> names_;
  int client_ids_ = 0;
};

}  // namespace parley::testing
