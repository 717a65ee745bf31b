// The flow of bytes through a WebSocket connection: whether the connection waits until its socket is readable or
// writable, whether its reading is paused, and on which flush lists of its loop it stands. Pure; owned by one
// connection, on its loop. The functions are inline, because sending a message calls them.
//
//   reading   idle ── begin_wait ──> waiting ── end_wait ──> idle ── pause ──> paused ── resume ──> idle
//   writing   free ── block ──> blocked ── unblock ──> free
#pragma once

#include <cassert>
#include <cstdint>
#include <utility>

namespace parley {

class ConnectionFlow {
 public:
  // When the loop writes what is queued: soon for a client that waits for an answer, later for all others. The loop has
  // a list for each, and a connection may stand on both.
  enum class Flush : std::uint8_t { soon = 1, later = 2 };

  // Returns true if the owner must start to wait until the socket is readable. Returns false if it waits already, or if
  // reading is paused.
  [[nodiscard]] bool begin_wait() {
    if (reading_ != Reading::idle) return false;
    reading_ = Reading::waiting;
    return true;
  }
  // The socket is readable, or the wait was cancelled.
  void end_wait() { reading_ = Reading::idle; }
  // Stops reading.
  // REQUIRES: nothing waits for the socket, as while a message is handled.
  void pause() {
    assert(reading_ != Reading::waiting);
    reading_ = Reading::paused;
  }
  // Returns true if reading was paused, so that the owner must go on with it.
  [[nodiscard]] bool resume() {
    if (reading_ != Reading::paused) return false;
    reading_ = Reading::idle;
    return true;
  }
  bool is_paused() const { return reading_ == Reading::paused; }

  // The socket takes no more bytes, and the owner starts to wait until it is writable.
  void block() { is_blocked_ = true; }
  // The socket is writable, or the wait was cancelled.
  void unblock() { is_blocked_ = false; }
  bool is_blocked() const { return is_blocked_; }

  // Puts the connection on a flush list. Returns false if it stands there already.
  [[nodiscard]] bool enlist(Flush list) {
    const auto before = std::exchange(lists_, lists_ | std::to_underlying(list));
    return before != lists_;
  }
  // The loop has taken the connection off the list.
  void delist(Flush list) { lists_ &= ~std::to_underlying(list); }

 private:
  enum class Reading : std::uint8_t { idle, waiting, paused };

  Reading reading_ = Reading::idle;
  bool is_blocked_ = false;
  unsigned lists_ = 0;  // a bit for each Flush
};

}  // namespace parley
