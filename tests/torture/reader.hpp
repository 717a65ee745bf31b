// A well-behaved client that listens: it keeps its picture of the conversations by sync and events, and comes back, on
// any node, when its connection ends. On a thread of its own until it is stopped.
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

  // In which way its picture differs from the conversations as they are; empty where it does not. Any thread.
  std::string difference(const Logs& logs);
  void stop();

  // After stop(): promises about the order of events that the server broke.
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
