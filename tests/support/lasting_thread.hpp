// One thread that lives as long as the test process. A child process ends with the thread that started it, so a server
// that several tests share is started from here. Any thread may ask.
#pragma once

#include <functional>

namespace parley::testing {

// Runs the work there, waits for it, and throws what it throws.
void run_on_lasting_thread(std::function<void()> work);

}  // namespace parley::testing
