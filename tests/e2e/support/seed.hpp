// Repeatable randomness: PARLEY_TEST_SEED repeats a failed run.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>

namespace parley::e2e {

inline std::uint64_t choose_seed() {
  const char* const given = std::getenv("PARLEY_TEST_SEED");  // NOLINT(concurrency-mt-unsafe)
  return given != nullptr ? std::stoull(given) : std::random_device()();
}

inline std::string seed_note(std::uint64_t seed) { return "again with PARLEY_TEST_SEED=" + std::to_string(seed); }

}  // namespace parley::e2e
