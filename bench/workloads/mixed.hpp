// What people do all day: mostly they read, some type, some send, now and then somebody scrolls back. An open loop of
// all of it at once, so that each kind of operation is measured beside the others. One thread.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "client/latencies.hpp"
#include "client/ledger.hpp"
#include "figure.hpp"
#include "workloads/environment.hpp"

namespace parley::bench {

struct MixedOptions {
  std::size_t connections = 1'000;
  std::size_t room_size = 10;
  double rate = 2'000;  // operations a second, of all kinds
};

enum class Activity : std::uint8_t { send, type, read, scroll };

struct MixedResult {
  struct Kind {
    std::string_view name;
    Latencies latency;  // from when it was due until it was answered
  };

  double seconds = 0;
  std::array<Kind, 4> kinds = {Kind{"message.send", {}}, Kind{"typing.set", {}}, Kind{"receipt.send", {}},
                               Kind{"message.list", {}}};
  Latencies delivery;  // of messages
  double server_cpu_seconds = 0;
  std::uint64_t unanswered = 0;     // operations, at the end
  std::uint64_t typing_lost = 0;    // signals that did not reach a member of the room
  std::uint64_t typing_doubled = 0; // signals that reached one twice
  Faults faults;

  std::uint64_t operations() const;
};

Figures figures(const MixedResult& result);
std::string faults_of(const MixedResult& result);

MixedResult run_mixed(const Environment& environment, const MixedOptions& options);

}  // namespace parley::bench
