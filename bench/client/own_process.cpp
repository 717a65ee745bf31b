#include <atomic>
#include <cstdlib>
#include <new>
#include <sys/resource.h>

#include "client/own_process.hpp"

namespace {

std::atomic<std::uint64_t> allocations;

}  // namespace

// These functions replace the library's own ([replacement.functions]). The library's array and nothrow forms call them.
// NOLINTBEGIN(cppcoreguidelines-no-malloc): operator new gets its memory from malloc
void* operator new(std::size_t bytes) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  if (void* memory = std::malloc(bytes > 0 ? bytes : 1)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
// NOLINTEND(cppcoreguidelines-no-malloc)

namespace parley::bench {

double cpu_seconds_of_this_process() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::uint64_t allocations_of_this_process() { return allocations.load(std::memory_order_relaxed); }

}  // namespace parley::bench
