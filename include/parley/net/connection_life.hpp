// The life of a WebSocket connection after its upgrade, from open to gone (RFC 6455 §7). Either side begins to close;
// the other side answers; then the server ends its half of the TCP connection first and waits a moment for the client
// to end the other half. Pure, time passed in; owned by one connection, on its loop.
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
    bool is_unannounced;  // nobody had begun to close: the owner has not been told that the client is out of reach
  };

  // A close frame is queued; the client has until the deadline to answer it. False if the connection is no longer open.
  bool begin_close(CloseCode code, Instant deadline);
  // The client's close frame has come, or bytes that cannot be understood: nothing more is read.
  void hear_end();
  // The close frame has been written. True once, when the sending half is to be ended now: the client has then until
  // this deadline, or the earlier one, to end its half.
  bool end_sending(Instant deadline);
  // The socket is to be closed now. Gives nothing if that was done before. `code` is why, unless a close has begun.
  std::optional<End> vanish(CloseCode code);

  bool is_open() const { return state_ == State::open; }
  bool is_gone() const { return state_ == State::gone; }
  // Are frames of the client still read?
  bool hears() const { return state_ == State::open || state_ == State::closing; }
  // When the connection is cut, whether or not the client has answered. Meaningful once a close has begun.
  Instant deadline() const { return deadline_; }
  bool is_overdue(Instant now) const { return !is_open() && now >= deadline_; }

 private:
  enum class State : std::uint8_t { open, closing, answered, half_closed, gone };

  State state_ = State::open;
  std::optional<CloseCode> code_;  // once a close has begun
  Instant deadline_;
};

}  // namespace parley
