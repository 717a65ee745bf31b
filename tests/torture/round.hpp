// One round: people write and read while something goes wrong; when it is over, everybody has to end with the same.
#pragma once

#include <cstdint>

#include "torture/faults.hpp"
#include "torture/history.hpp"

namespace parley::torture {

struct RoundResult {
  Verdict verdict;
  milliseconds time_to_converge{0};  // from the end of the fault until every writer and reader was done
  milliseconds slowest_error{0};  // from a request to its refusal
};

// How a round ends when all is well again: in silence, so that what was lost last is found by nothing but the nodes'
// own sweeps, or with another message to each conversation, which shows at once what is missing.
enum class Ending { silence, goodbyes };

// `length` as in Strike. Everything random comes from the seed.
RoundResult play_round(Cluster& cluster, const Fault& fault, milliseconds length, Ending ending, std::uint64_t seed);

}  // namespace parley::torture
