// Users in rooms send messages: either in closed loops, in which each sender sends again when the last message was
// acknowledged, or at a given rate that does not depend on the server. One thread.
#pragma once

#include <cstdint>
#include <functional>

#include "client/deployment.hpp"
#include "client/latencies.hpp"
#include "client/ledger.hpp"
#include "workloads/environment.hpp"

namespace parley::bench {

struct ChatOptions {
  std::size_t connections = 1'000;
  std::size_t room_size = 10;
  std::size_t senders = 64;  // used in closed loops
  double rate = 0;           // messages per second; 0 means closed loops
  std::size_t nodes = 1;     // the nodes that share the clients; more than one only if the subject has a bus
};

struct ChatResult {
  double seconds = 0;
  std::uint64_t acknowledged = 0;
  std::uint64_t delivered = 0;
  Latencies acknowledgement;  // from the time of sending, or at a given rate from the time when the message was due
  Latencies delivery;
  double server_cpu_seconds = 0;
  double client_cpu_seconds = 0;
  // During the measurement; a client that allocates for each message would measure itself.
  std::uint64_t client_allocations = 0;
  std::size_t server_resident_bytes = 0;
  Faults faults;  // the faults of the whole run, with its warm-up

  double acknowledged_rate() const { return static_cast<double>(acknowledged) / seconds; }
  double delivered_rate() const { return static_cast<double>(delivered) / seconds; }
};

// Returns the faults in words, or "" if there are none.
inline std::string faults_of(const ChatResult& result) { return result.faults.sum() > 0 ? result.faults.text() : ""; }

// Records the resources of the client and the server, and the time, while `run` works.
void note_what_is_used(ChatResult& result, const Deployment& server, const std::function<void()>& run);

ChatResult run_chat(const Environment& environment, const ChatOptions& options);

}  // namespace parley::bench
