// What users do all day: mostly they read, some type, some send, and sometimes one scrolls back. All of it is one open
// loop, so that each kind of operation is measured while the others run. One thread.
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
  double rate = 2'000;  // operations of all kinds per second
};

enum class Activity : std::uint8_t { send, type, read, scroll };

struct MixedResult {
  struct Kind {
    std::string_view name;
    Latencies latency;  // from the time when it was due until its answer
  };

  double seconds = 0;
  std::array<Kind, 4> kinds = {Kind{"message.send", {}}, Kind{"typing.set", {}}, Kind{"receipt.send", {}},
                               Kind{"message.list", {}}};
  Latencies delivery;  // the delivery of messages
  double server_cpu_seconds = 0;
  std::uint64_t unanswered = 0;      // operations without an answer at the end
  std::uint64_t typing_lost = 0;     // typing signals that did not reach a member of the room
  std::uint64_t typing_doubled = 0;  // typing signals that reached a member twice
  Faults faults;

  std::uint64_t operations() const;
};

Figures figures(const MixedResult& result);
std::string faults_of(const MixedResult& result);

MixedResult run_mixed(const Environment& environment, const MixedOptions& options);

}  // namespace parley::bench
