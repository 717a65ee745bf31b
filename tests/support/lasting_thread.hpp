// One thread that lives as long as the test process. The kernel ends a child process together with the thread that
// started it, so a server that several tests share is started from here. Any thread may ask.
#pragma once

#include <functional>

namespace parley::testing {

// Runs the work on that thread, waits for it, and rethrows its exception.
void run_on_lasting_thread(const std::function<void()>& work);

}  // namespace parley::testing
