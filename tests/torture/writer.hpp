// A client that sends, edits and deletes, one request after the other, on changing nodes. It repeats each request that
// was not acknowledged. It runs on a thread of its own until join(); then its promises can be read.
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

  // Starts nothing new, and finishes what it has started unless the deadline comes first. With `says_goodbye` it sends
  // a last message to each conversation.
  void finish(Instant deadline, bool says_goodbye = false);
  // Waits until finish() is done.
  void join() { thread_.join(); }

  // Returns the acknowledged messages. Call it after join().
  const std::vector<Promise>& promises() const { return promises_; }
  const std::vector<std::string>& faults() const { return faults_; }
  milliseconds slowest_error() const { return slowest_error_; }

 private:
  void run();
  void act();
  void send(const std::string& conversation);
  void edit(Promise& promise);
  void remove(Promise& promise);
  // Returns the result of an operation, and tries as often as needed.
  Json insist(const std::string& operation, const Json& parameters);
  // Returns the result, or nothing if it has to be tried again.
  std::optional<Json> attempt(const std::string& operation, const Json& parameters);
  void connect();

  Cluster& cluster_;
  Account account_;
  std::vector<std::string> conversations_;
  std::mt19937_64 random_;
  std::unique_ptr<e2e::LiveClient> client_;
  int last_number_ = 0;
  std::vector<Promise> promises_;
  std::vector<bool> is_edited_;  // for each promise, whether it was edited
  std::vector<std::string> faults_;
  milliseconds slowest_error_{0};
  std::atomic<bool> finishes_ = false;
  std::atomic<bool> says_goodbye_ = false;
  std::atomic<Instant> deadline_{Instant::max()};
  std::jthread thread_;
};

}  // namespace parley::torture
