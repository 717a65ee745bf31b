// How long the tests wait for what has to happen. Constants; any thread.
#pragma once

#include <chrono>

#include "support/process.hpp"

namespace parley::e2e {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

using testing::kPatience;

}  // namespace parley::e2e
