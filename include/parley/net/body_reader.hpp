// Reads the body of one request. A client has limits.body_timeout, and one more second for every
// limits.body_bytes_per_second that it has sent. The HTTP connection owns it, for one request, on the connection's
// loop.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <parley/base/byte_budget.hpp>
#include <parley/base/error.hpp>
#include <parley/base/limits.hpp>
#include <parley/base/task.hpp>
#include <parley/net/timed_socket.hpp>

namespace parley {

// Returns the error of a request for whose bytes there is no room while more of them have to come.
std::unexpected<Error> too_many_unread_bytes();

class BodyReader {
 public:
  // `received` are the bytes behind the head that have been read already. The reader takes those of the body out of it.
  // REQUIRES: the arguments outlive the reader.
  BodyReader(TimedSocket& socket, const Limits& limits, std::string& received)
      : socket_(socket), limits_(limits), received_(received) {}

  // Returns the whole body, whose bytes are added to `unread` while the rest of it has to be waited for. A client that
  // expects `100 Continue` gets it first. Errors: request_timeout, overloaded (there is no room for more bytes),
  // malformed (the client has left).
  Task<std::string> read(std::size_t length, bool expects_continue, ByteBudget::Share& unread);
  // Reads a body and drops it. Returns false if it does not come.
  Awaitable<bool> drop(std::size_t length);

 private:
  Task<std::string_view> read_portion(std::size_t at_most);

  TimedSocket& socket_;
  const Limits& limits_;
  std::string& received_;
};

}  // namespace parley
