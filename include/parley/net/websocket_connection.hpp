// One WebSocket connection after its upgrade (RFC 6455). It reads and writes frames, and closes with the closing
// handshake and its deadlines. A derived class decides what the messages mean. The WebSocketLoop of its event loop owns
// it, and all calls are made on that loop.
//
// An idle connection has no buffer of its own: it waits until its socket is readable and then reads into the loop's
// buffer. It writes everything that is queued in one system call, at the end of the loop's turn.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <parley/base/time.hpp>
#include <parley/hub/outbound_queue.hpp>
#include <parley/net/connection_flow.hpp>
#include <parley/net/connection_life.hpp>
#include <parley/net/socket.hpp>
#include <parley/protocol/websocket/decoder.hpp>
#include <parley/protocol/websocket/handshake.hpp>

namespace parley {

class WebSocketLoop;

struct WebSocketOptions {
  std::size_t message_bytes;  // the longest message that the client may send
  std::size_t outbound_bytes;  // the limit of what is queued for the client
  std::optional<ws::DeflateWindow> deflate;  // what was agreed on (RFC 7692); nothing: no message is compressed
};

class WebSocketConnection : public std::enable_shared_from_this<WebSocketConnection> {
 public:
  WebSocketConnection(Socket socket, WebSocketLoop& loop, const WebSocketOptions& options);
  virtual ~WebSocketConnection() = default;
  WebSocketConnection(const WebSocketConnection&) = delete;
  WebSocketConnection& operator=(const WebSocketConnection&) = delete;

  // Begins to read. `leftover` is what the client sent after its handshake.
  // REQUIRES: the loop calls it, once.
  void start(std::string leftover);
  // Begins the closing handshake: sends a close frame after what is queued, and waits for the client's close frame
  // until limits.close_timeout. Does nothing if a close has begun before.
  void close(CloseCode code, std::string_view reason);
  // Closes because the server stops. A derived class may first finish the client's requests.
  virtual void retire() { close(CloseCode::going_away, "the server stops"); }
  // Does what is due at `now`, and returns when to call it again. The loop calls it.
  Instant wake(Instant now);
  // Writes what is queued. The loop calls it at the end of its turn, after it took the connection off the list.
  void flush(ConnectionFlow::Flush list);
  // Closes the socket at once, without the closing handshake.
  void cut() { vanish(CloseCode::going_away); }
  // Returns whether the connection is closed or being closed, for whatever reason. A request may still be under way.
  bool is_closing() const { return !life_.is_open(); }
  // Returns the connection's number, which no other connection of the loop has.
  std::uint64_t number() const { return number_; }

 protected:
  virtual void on_message(std::string_view payload, bool is_text) = 0;
  // The client can no longer be reached. It is called once, and never from within another call to this connection.
  virtual void on_gone() {}
  // Does what is due for an open connection, and returns when to call it again.
  virtual Instant on_time(Instant now) = 0;

  // Queues a whole frame. If the queue is full, closes the connection with 4508 (too_slow).
  void send_frame(SharedBytes frame);
  // Queues a text message for which the client waits, such as a reply. It is flushed before the frames of others. It is
  // compressed if that was agreed on and the message is long enough.
  void send_text(const std::string& payload);
  void send_ping();
  // These stop reading and go on with it, to slow down a client that asks faster than it is answered.
  // REQUIRES: pause() is called from on_message().
  void pause() { flow_.pause(); }
  void resume();

  // Returns whether the client takes a message of this size in compressed form.
  bool takes_deflated(std::size_t message_bytes) const { return deflate_ && deflate_->allows(message_bytes); }
  WebSocketLoop& loop() { return loop_; }
  // Returns when the last byte of the client arrived.
  Instant last_heard() const { return last_heard_; }

 private:
  void wait_readable();
  void wait_writable();
  void on_readable();
  void take(std::span<char> input);
  void handle(const ws::Event& event);
  void answer_close(const ws::Event& event);
  void end_sending();
  // Closes the socket. `code` is the reason, unless a close has begun with another one.
  void vanish(CloseCode code);
  bool queue(SharedBytes frame);
  void touch();
  void write_queue();
  void report_queue();

  Socket socket_;
  WebSocketLoop& loop_;
  std::uint64_t number_;
  ws::Decoder decoder_;
  OutboundQueue queue_;
  std::optional<ws::DeflateWindow> deflate_;
  std::string unread_;  // bytes that came while reading was paused
  Instant last_heard_;
  std::int64_t reported_bytes_ = 0;  // the part of the gauge outbound_queue_bytes that is this queue's
  ConnectionLife life_;
  ConnectionFlow flow_;
};

}  // namespace parley
