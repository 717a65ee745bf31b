// The life of a WebSocket connection after its upgrade, from open to gone (RFC 6455 §7). Either side begins to close,
// and the other side answers. Then the server ends its half of the TCP connection first, and waits a moment for the
// client to end the other half. Pure: the caller passes the time in. Owned by one connection, on its loop.
//
//   open ── begin_close ──> closing ── hear_end ──> answered ── end_sending ──> half_closed
//     └───────────────────────┴──────── vanish ────────┴──────────────────────────┴─────────> gone
#pragma once

#include <cstdint>
#include <optional>

#include <parley/base/time.hpp>
#include <parley/protocol/close_code.hpp>

namespace parley {

class ConnectionLife {
 public:
  // What the end of a connection means for its owner.
  struct End {
    CloseCode code;       // why it ended
    bool is_unannounced;  // no close had begun, so the owner does not know yet that the client cannot be reached
  };

  // A close frame is queued, which the client must answer before the deadline. Returns false if a close has begun
  // before.
  bool begin_close(CloseCode code, Instant deadline);
  // The client has sent its close frame, or bytes that cannot be understood. Nothing more is read.
  void hear_end();
  // Everything queued has been written. Returns true, once, if the owner must end the sending half now. The client then
  // has until this deadline or the one of begin_close(), whichever is earlier, to end its half.
  bool end_sending(Instant deadline);
  // The owner closes the socket now. Returns nothing if it was closed before. `code` is the reason, unless a close has
  // begun with another one.
  std::optional<End> vanish(CloseCode code);

  bool is_open() const { return state_ == State::open; }
  bool is_gone() const { return state_ == State::gone; }
  // Returns whether frames of the client are still read.
  bool hears() const { return state_ == State::open || state_ == State::closing; }
  // Returns when the connection is cut, whether or not the client has answered.
  // REQUIRES: a close has begun.
  Instant deadline() const { return deadline_; }
  bool is_overdue(Instant now) const { return !is_open() && now >= deadline_; }

 private:
  enum class State : std::uint8_t { open, closing, answered, half_closed, gone };

  State state_ = State::open;
  std::optional<CloseCode> code_;  // set when a close begins
  Instant deadline_;
};

}  // namespace parley
