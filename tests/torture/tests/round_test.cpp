// Runs a short round of each fault. `make torture` runs long ones.
#include <iostream>
#include <random>

#include <gtest/gtest.h>

#include "e2e/support/seed.hpp"
#include "torture/round.hpp"

namespace parley::torture {
namespace {

constexpr milliseconds kLength{500};
// With this setting a node stops waiting for a silent PostgreSQL within that time.
const e2e::Settings kShortPatience = {"store.postgres.statement_timeout_seconds=1",
                                      "bus.redis.reply_timeout_seconds=1"};

// All rounds share one cluster: each round starts with what the fault before it left.
Cluster& cluster() {
  static Cluster cluster(e2e::choose_seed(), kShortPatience);
  return cluster;
}

class Torture : public ::testing::TestWithParam<Fault> {};

TEST_P(Torture, nothing_acknowledged_is_lost_and_everybody_converges) {
  const std::uint64_t seed = e2e::choose_seed();
  SCOPED_TRACE(e2e::seed_note(seed));
  const RoundResult result = play_round(cluster(), GetParam(), kLength, Ending::goodbyes, seed);
  EXPECT_GT(result.verdict.acknowledged, 0);
  EXPECT_EQ(result.verdict.lost, 0);
  EXPECT_EQ(result.verdict.doubled, 0);
  EXPECT_EQ(result.verdict.disordered, 0);
  for (const std::string& fault : result.verdict.faults) ADD_FAILURE() << fault;
  std::cout << result.verdict.acknowledged << " acknowledged, converged after " << result.time_to_converge.count()
            << " ms, refused after at most " << result.slowest_error.count() << " ms\n";
}

INSTANTIATE_TEST_SUITE_P(Every, Torture, ::testing::ValuesIn(all_faults().begin(), all_faults().end()),
                         [](const auto& fault) { return std::string(fault.param.name); });

}  // namespace
}  // namespace parley::torture
