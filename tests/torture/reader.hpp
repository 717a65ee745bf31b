// A correct client that listens: it keeps its picture of the conversations by sync and events, and connects again, to
// any node, when its connection ends. It runs on a thread of its own until it is stopped.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "e2e/support/client_model.hpp"
#include "torture/account.hpp"
#include "torture/history.hpp"

namespace parley::torture {

class Reader {
 public:
  Reader(Cluster& cluster, Account account, std::uint64_t seed);

  // Describes how its picture differs from the logs. Empty if it does not differ. Any thread.
  std::string difference(const Logs& logs);
  void stop();

  // Returns the promises about the order of events that the server broke. Call it after stop().
  const std::vector<std::string>& broken_promises() const { return broken_promises_; }

 private:
  void run(const std::stop_token& stopped);
  void connect();
  void listen();

  Cluster& cluster_;
  Account account_;
  std::mt19937_64 random_;
  std::unique_ptr<e2e::LiveClient> client_;
  std::vector<std::string> broken_promises_;
  std::mutex mutex_;  // guards the model
  e2e::ClientModel model_;
  std::jthread thread_;
};

}  // namespace parley::torture
