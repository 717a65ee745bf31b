#include <future>
#include <stdexcept>
#include <utility>

#include <parley/base/blocking_pool.hpp>

#include "support/lasting_thread.hpp"

namespace parley::testing {

void run_on_lasting_thread(const std::function<void()>& work) {
  static BlockingPool thread("lasting", 1, 64);
  std::packaged_task<void()> task([&work] { work(); });
  auto done = task.get_future();
  if (!thread.try_submit([task = std::move(task)]() mutable { task(); })) {
    throw std::runtime_error("too many tests start servers at once");
  }
  done.get();
}

}  // namespace parley::testing
