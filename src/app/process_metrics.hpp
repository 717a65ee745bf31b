// Reads the resources that the process uses from the operating system. Any thread.
#pragma once

#include <cstdint>

namespace parley {

struct ProcessMetrics {
  double cpu_seconds = 0;         // user and system, all threads
  double start_seconds = 0;       // since 1970
  std::uint64_t resident_bytes = 0;
  std::uint64_t open_files = 0;
  std::uint64_t most_open_files = 0;
};

ProcessMetrics read_process_metrics();

}  // namespace parley
