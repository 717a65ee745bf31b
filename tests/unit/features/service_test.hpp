// What every test of a service starts with: an empty SQLite database in a folder of its own, people, the services over
// it, and a record of what was announced. A test is one thread that does one thing after the other; what it starts
// together runs on one loop together.
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
#include <parley/features/conversations/members.hpp>
#include <parley/features/messages/annotations.hpp>
#include <parley/features/messages/messages.hpp>
#include <parley/features/receipts/receipts.hpp>
#include <parley/features/sync/sync.hpp>
#include <parley/features/typing/typing.hpp>
#include <parley/store/factory.hpp>

#include "support/temporary_folder.hpp"

namespace parley {

// Printed by GoogleTest when an expectation fails.
inline void PrintTo(const Seq& seq, std::ostream* out) { *out << "seq " << seq.value(); }
inline void PrintTo(const Rev& rev, std::ostream* out) { *out << "rev " << rev.value(); }
inline void PrintTo(ErrorCode code, std::ostream* out) { *out << "error " << static_cast<int>(code); }
inline void PrintTo(const FieldError& fault, std::ostream* out) {
  *out << fault.field << " " << fault_name(fault.code);
}

}  // namespace parley

namespace parley::testing {

// A clock that a test sets; any thread reads it.
class SettableClock final : public Clock {
 public:
  Time now() const override { return Time(milliseconds(milliseconds_.load())); }
  void advance(milliseconds by) { milliseconds_ += by.count(); }

 private:
  std::atomic<std::int64_t> milliseconds_ = 1'800'000'000'000;
};

// The loop of all tests. It outlives every database: a thread of one that has just resumed a task may not have left the
// loop yet when that task is done.
inline asio::io_context& loop() {
  static asio::io_context loop(1);
  return loop;
}

// Runs the tasks until all are done.
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

// Of a task that is expected to succeed.
template <class T>
T value_of(Task<T> task) {
  Result<T> result = run(std::move(task));
  if (!result) throw std::runtime_error(result.error().detail);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// Of a task that is expected to fail.
template <class T>
ErrorCode error_of(Task<T> task) {
  Result<T> result = run(std::move(task));
  if (result) throw std::runtime_error("This was expected to fail.");
  return result.error().code;
}

// The faults of a task that is expected to be refused as invalid_request, as in "members[1] invalid".
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

  // Somebody who is signed in.
  Caller add_user(const std::string& name);
  void deactivate(UserId user);
  // A group of the given, the first of whom creates it; nothing of it is left among what was told.
  ConversationId add_group(const std::vector<Caller>& members, bool shares_history = false);
  // A message with a client_id of its own.
  Message say(const Caller& sender, ConversationId conversation, const std::string& body);
  Member join(const Caller& admin, ConversationId conversation, const Caller& newcomer);

  // What was announced since it was last asked for, in words: "rev 2: bob added", "to bob 1: added at rev 2".
  std::vector<std::string> told();
  std::vector<Event> take_events();

  testing::TemporaryFolder folder_;
  SettableClock clock_;
  Limits limits_;
  std::unique_ptr<Database> database_;
  ReadCursors read_cursors_;
  std::unique_ptr<MessageWriter> writer_;
  std::unique_ptr<Conversations> conversations_;
  std::unique_ptr<Members> members_;
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
