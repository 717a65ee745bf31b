// The one way in which tests wait for something that happens on another thread or in another process. Any thread.
#pragma once

#include <concepts>
#include <stdexcept>
#include <string>
#include <thread>

#include <parley/base/time.hpp>

#include "support/process.hpp"

namespace parley::testing {

// Asks again and again whether the condition holds, at most until the deadline. Returns whether it held.
template <std::predicate Condition>
[[nodiscard]] bool eventually(Instant deadline, Condition condition) {
  constexpr milliseconds kPause{5};
  while (!condition()) {
    if (Instant::clock::now() > deadline) return false;
    std::this_thread::sleep_for(kPause);
  }
  return true;
}

// Waits in the same way, at most kPatience.
template <std::predicate Condition>
[[nodiscard]] bool eventually(Condition condition) {
  return eventually(Instant::clock::now() + kPatience, std::move(condition));
}

// Waits until the condition holds and returns how long that took. Throws std::runtime_error, which names what was
// waited for, when it does not hold within kPatience.
template <std::predicate Condition>
milliseconds wait_until(const std::string& what, Condition condition) {
  const Instant start = Instant::clock::now();
  if (!eventually(std::move(condition))) throw std::runtime_error("waited too long for " + what);
  return std::chrono::ceil<milliseconds>(Instant::clock::now() - start);
}

}  // namespace parley::testing
