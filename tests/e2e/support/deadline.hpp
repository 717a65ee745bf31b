// How long the tests wait for what has to happen. Constants; any thread.
#pragma once

#include <chrono>

namespace parley::e2e {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

// For what takes milliseconds: generous, because the machine may be busy and the server built with sanitizers.
inline constexpr seconds kPatience{20};

}  // namespace parley::e2e
