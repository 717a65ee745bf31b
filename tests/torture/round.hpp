// One round: clients write and read during a fault; afterwards every client must have the same state.
#pragma once

#include <cstdint>

#include "torture/faults.hpp"
#include "torture/history.hpp"

namespace parley::torture {

struct RoundResult {
  Verdict verdict;
  milliseconds time_to_converge{0};  // from the end of the fault until every writer and reader had finished
  milliseconds slowest_error{0};     // from a request to its refusal
};

// How a round ends after the fault. With `silence`, only the nodes' own sweeps can find what was lost last. With
// `goodbyes`, each conversation gets another message, which shows at once what is missing.
enum class Ending { silence, goodbyes };

// `length` has the same meaning as in Strike. The seed decides everything random.
RoundResult play_round(Cluster& cluster, const Fault& fault, milliseconds length, Ending ending, std::uint64_t seed);

}  // namespace parley::torture
