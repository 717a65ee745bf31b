#include <chrono>
#include <filesystem>
#include <fstream>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/process_metrics.hpp"

namespace parley {
namespace {

const std::chrono::system_clock::time_point kStarted = std::chrono::system_clock::now();

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

// Reads the resident memory in pages, which is the second field of /proc/self/statm (proc(5)).
std::uint64_t resident_pages() {
  std::ifstream file("/proc/self/statm");
  std::uint64_t total = 0;
  std::uint64_t resident = 0;
  file >> total >> resident;
  return resident;
}

std::uint64_t count_open_files() {
  constexpr const char* kFolder = "/proc/self/fd";
  // Since Linux 6.2 the size of this folder is the number of open files. On older kernels the size is 0 and the entries
  // must be counted.
  struct stat status{};
  if (::stat(kFolder, &status) == 0 && status.st_size > 0) return static_cast<std::uint64_t>(status.st_size);
  std::error_code error;
  std::uint64_t count = 0;
  for (std::filesystem::directory_iterator entry(kFolder, error); entry != std::filesystem::directory_iterator();
       entry.increment(error)) {
    ++count;
  }
  return count;
}

}  // namespace

ProcessMetrics read_process_metrics() {
  ProcessMetrics metrics;
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  metrics.cpu_seconds = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
  metrics.start_seconds = std::chrono::duration<double>(kStarted.time_since_epoch()).count();
  metrics.resident_bytes = resident_pages() * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  metrics.open_files = count_open_files();
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  metrics.most_open_files = files.rlim_cur;
  return metrics;
}

}  // namespace parley
