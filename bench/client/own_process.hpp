// What this process itself uses, so that a report can show that the client was not what was measured. Any thread.
#pragma once

#include <cstdint>

namespace parley::bench {

double cpu_seconds_of_this_process();

// Allocations so far, by operator new, of all threads.
std::uint64_t allocations_of_this_process();

}  // namespace parley::bench
