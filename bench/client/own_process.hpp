// What this process itself uses, so that a report can show that the client did not limit the result. Any thread.
#pragma once

#include <cstdint>

namespace parley::bench {

double cpu_seconds_of_this_process();

// Returns the number of allocations so far, by operator new, on all threads.
std::uint64_t allocations_of_this_process();

}  // namespace parley::bench
