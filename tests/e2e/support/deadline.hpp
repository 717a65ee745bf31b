// The longest times that the tests wait for something that has to happen. Constants; any thread.
#pragma once

#include <chrono>

#include "support/eventually.hpp"

namespace parley::e2e {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

using testing::eventually;
using testing::kPatience;
using testing::wait_until;

}  // namespace parley::e2e
