// A unit of work that holds its transaction open until the test opens the gate, so that the test can fill the queue
// behind it.
#pragma once

#include <future>
#include <latch>

#include "contract/synchronous.hpp"

namespace parley::testing {

class Gate {
 public:
  // Returns once the unit of work has started.
  Gate(Database& database, Access access)
      : passed_(start(database, access, [this](Transaction&) -> Result<bool> {
          entered_.count_down();
          opened_.wait();
          return true;
        })) {
    entered_.wait();
  }
  ~Gate() { open(); }
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;

  void open() {
    if (!passed_.valid()) return;
    opened_.count_down();
    passed_.get();
  }

 private:
  std::latch entered_{1};
  std::latch opened_{1};
  std::future<Result<bool>> passed_;
};

}  // namespace parley::testing
