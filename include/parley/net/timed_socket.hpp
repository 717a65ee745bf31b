// A socket and one deadline for everything that its connection waits for. When the deadline passes, the present wait
// and every further one end at once, until the deadline is set again. A connection owns it and uses it on its loop.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <parley/base/byte_budget.hpp>
#include <parley/base/task.hpp>
#include <parley/base/task_group.hpp>
#include <parley/net/socket.hpp>

namespace parley {

class TimedSocket : public std::enable_shared_from_this<TimedSocket> {
 public:
  // Bytes are read into `scratch`, which the connections of a loop share: none needs memory for bytes that may arrive.
  // REQUIRES: the socket is open and does not block.
  TimedSocket(Socket socket, std::span<char> scratch);

  // These set the deadline, move it into the future, and take it away.
  void set_deadline(std::chrono::steady_clock::duration from_now);
  void extend_deadline(std::chrono::steady_clock::duration time) { deadline_ += time; }
  void clear_deadline() { deadline_ = Instant::max(); }
  bool has_expired() const { return expired_; }
  // Ends the present wait as if the deadline had passed.
  void expire();

  // Reads bytes that have arrived, without waiting. The result is valid until the next read on this loop. Returns an
  // empty view if there are none, and nothing if the client will send no more.
  std::optional<std::string_view> read_some(std::size_t at_most);
  // Waits until the socket can be read or written, has failed, or the deadline has passed.
  Awaitable<void> wait(Socket::wait_type type);
  // Writes head and body. Returns false if the client did not read them before the deadline, is gone, or if `unsent`
  // has no room for the bytes that have to wait. In most cases the kernel takes all bytes at once and nothing waits.
  Awaitable<bool> write(std::string_view head, std::string_view body, ByteBudget::Share* unsent = nullptr);
  // Closes the sending side and waits until the client has closed its side too.
  Awaitable<void> close_gracefully();

  // Returns the address of the other side, or an empty text if it is gone.
  std::string peer_address() const;
  // Gives the socket away.
  Socket release();

 private:
  void arm_timer();
  void on_timer();

  Socket socket_;
  std::span<char> scratch_;
  Timer timer_;
  Instant deadline_ = Instant::max();
  Instant armed_ = Instant::max();  // the time for which the timer is set
  bool expired_ = false;
};

// Bounds what the kernel holds for a client that does not read: it takes no more bytes while this many have not been
// sent yet. Without a bound it grows to megabytes for each connection (tcp(7), TCP_NOTSENT_LOWAT). 0 takes the bound
// away.
void bound_unsent_bytes(Socket& socket, int bytes);

}  // namespace parley
