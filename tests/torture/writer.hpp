// Somebody who sends, edits and deletes, one thing after the other, on one node and then on another, and who says again
// whatever was not acknowledged. On a thread of its own until it is joined; then it tells what it was promised.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "torture/account.hpp"
#include "torture/history.hpp"

namespace parley::torture {

class Writer {
 public:
  Writer(Cluster& cluster, Account account, std::vector<std::string> conversations, std::uint64_t seed);
  ~Writer() { finish(Instant::min()); }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Begins nothing more; what it has begun it finishes, unless the deadline comes first. With `says_goodbye` it sends a
  // last message to each conversation.
  void finish(Instant deadline, bool says_goodbye = false);
  // Waits for that.
  void join() { thread_.join(); }

  // After join().
  const std::vector<Promise>& promises() const { return promises_; }
  const std::vector<std::string>& faults() const { return faults_; }
  milliseconds slowest_error() const { return slowest_error_; }

 private:
  void run();
  void act();
  void send(const std::string& conversation);
  void edit(Promise& promise);
  void remove(Promise& promise);
  // The result of an operation, however often it has to be tried.
  Json insist(const std::string& operation, const Json& parameters);
  // Its result; nothing where it has to be tried again.
  std::optional<Json> attempt(const std::string& operation, const Json& parameters);
  void connect();

  Cluster& cluster_;
  Account account_;
  std::vector<std::string> conversations_;
  std::mt19937_64 random_;
  std::unique_ptr<e2e::LiveClient> client_;
  int last_number_ = 0;
  std::vector<Promise> promises_;
  std::vector<bool> is_edited_;  // of each promise
  std::vector<std::string> faults_;
  milliseconds slowest_error_{0};
  std::atomic<bool> finishes_ = false;
  std::atomic<bool> says_goodbye_ = false;
  std::atomic<Instant> deadline_{Instant::max()};
  std::jthread thread_;
};

}  // namespace parley::torture
