// The other tests rely on this: an error that a sanitizer finds ends the program, and stderr and the exit code show it.
// That holds under the options and suppressions of the suites and of the servers that they start.
#include <cstdlib>
#include <memory>
#include <thread>

#include <gtest/gtest.h>

namespace parley::testing {
namespace {

#if __has_feature(thread_sanitizer)
constexpr const char* kReport = "ThreadSanitizer: data race";

void do_wrong() {
  volatile int shared = 0;
  std::thread other([&shared] { shared = 1; });
  shared = 2;
  other.join();
}
#elif __has_feature(address_sanitizer)
constexpr const char* kReport = "AddressSanitizer: heap-use-after-free";

void do_wrong() {
  auto owner = std::make_unique<volatile int>(1);
  const volatile int* gone = owner.get();
  owner.reset();
  std::_Exit(*gone);
}
#else
constexpr const char* kReport = nullptr;

void do_wrong() {}
#endif

TEST(SanitizerTest, a_fault_ends_the_program_with_a_report) {
  if (kReport == nullptr) GTEST_SKIP() << "built without a sanitizer";
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto do_it = [] {
    do_wrong();
    std::_Exit(0);
  };
  EXPECT_DEATH(do_it(), kReport);
}

}  // namespace
}  // namespace parley::testing
