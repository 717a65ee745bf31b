// People in rooms who send: in closed loops, each sender sending again once the last message was acknowledged, or at a
// given rate whatever happens. One thread.
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
  std::size_t senders = 64;  // in closed loops
  double rate = 0;           // messages a second; 0: closed loops
  std::size_t nodes = 1;     // that share the clients; more than one only of a subject with a bus between nodes
};

struct ChatResult {
  double seconds = 0;
  std::uint64_t acknowledged = 0;
  std::uint64_t delivered = 0;
  Latencies acknowledgement;  // from sending; at a given rate, from when the message was to be sent
  Latencies delivery;
  double server_cpu_seconds = 0;
  double client_cpu_seconds = 0;
  std::uint64_t client_allocations = 0;  // while measuring: not one for a message, or the client measures itself
  std::size_t server_resident_bytes = 0;
  Faults faults;  // of the whole run, warm-up included

  double acknowledged_rate() const { return static_cast<double>(acknowledged) / seconds; }
  double delivered_rate() const { return static_cast<double>(delivered) / seconds; }
};

// What must not be, in words; empty where nothing was.
inline std::string faults_of(const ChatResult& result) { return result.faults.sum() > 0 ? result.faults.text() : ""; }

// Notes what both processes used, and how long it took, while `run` did its work.
void note_what_is_used(ChatResult& result, const Deployment& server, const std::function<void()>& run);

ChatResult run_chat(const Environment& environment, const ChatOptions& options);

}  // namespace parley::bench
