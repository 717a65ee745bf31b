// What happens when the process has no file descriptor left for a new connection. Using up the descriptors would break
// the sanitizers too, so this file replaces accept() for the whole test program. The replacement fails only when a test
// asks for that.
#include <atomic>
#include <cerrno>
#include <sys/syscall.h>
#include <unistd.h>

#include <gmock/gmock.h>

#include "http_listener_fixture.hpp"

namespace {

std::atomic<bool> descriptors_are_used_up = false;
std::atomic<int> attempts = 0;

}  // namespace

extern "C" int accept(int listener, sockaddr* address, socklen_t* size) {
  if (descriptors_are_used_up) {
    ++attempts;
    errno = EMFILE;
    return -1;
  }
  return static_cast<int>(::syscall(SYS_accept4, listener, address, size, 0));
}

namespace parley::testing {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kRequest = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

class HttpAcceptTest : public HttpServerFixture {};

TEST_F(HttpAcceptTest, accepting_pauses_while_descriptors_are_used_up) {
  start();
  auto connected = connect();
  connected.send(kRequest);
  EXPECT_THAT(connected.reply(), HasSubstr("/a?"));

  descriptors_are_used_up = true;
  auto waiting = connect();
  waiting.set_patience(milliseconds(350));
  waiting.send(kRequest);
  EXPECT_EQ(waiting.reply(), "");
  EXPECT_GE(attempts, 2);  // the listener tries again
  EXPECT_LE(attempts, 5);  // but it pauses between the attempts
  connected.send(kRequest);
  EXPECT_THAT(connected.reply(), HasSubstr("/a?"));  // existing connections are not affected

  descriptors_are_used_up = false;
  waiting.set_patience(kPatience);
  EXPECT_THAT(waiting.reply(), HasSubstr("/a?"));
}

}  // namespace
}  // namespace parley::testing
