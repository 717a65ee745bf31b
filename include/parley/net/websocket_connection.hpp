// One WebSocket connection after its upgrade: frames in, frames out, the closing handshake and its deadlines. What the
// messages mean is up to the class derived from it. Lives on one loop, owned by that loop's WebSocketLoop; nobody else
// touches its socket. It waits for readability and reads into the loop's buffer, so that an idle connection has none of
// its own, and it writes everything that is queued in one call at the end of the loop's turn.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <parley/base/time.hpp>
#include <parley/hub/outbound_queue.hpp>
#include <parley/net/connection_life.hpp>
#include <parley/net/socket.hpp>
#include <parley/protocol/websocket/decoder.hpp>
#include <parley/protocol/websocket/handshake.hpp>

namespace parley {

class WebSocketLoop;

struct WebSocketOptions {
  std::size_t message_bytes;  // of one message from the client
  std::size_t outbound_bytes;  // queued for it
  std::optional<ws::DeflateWindow> deflate;
};

class WebSocketConnection : public std::enable_shared_from_this<WebSocketConnection> {
 public:
  WebSocketConnection(Socket socket, WebSocketLoop& loop, const WebSocketOptions& options);
  virtual ~WebSocketConnection() = default;
  WebSocketConnection(const WebSocketConnection&) = delete;
  WebSocketConnection& operator=(const WebSocketConnection&) = delete;

  // Begins to read, with what the client sent behind its handshake. Called once, by the loop.
  void start(std::string leftover);
  // Says goodbye: sends a close frame behind what is queued and waits for the client's, but not long.
  void close(CloseCode code, std::string_view reason);
  // The server stops: closes once the work under way for this client is done.
  virtual void retire() { close(CloseCode::going_away, "the server stops"); }
  // Called by the loop when the time it was given has come; gives the next one.
  Instant wake(Instant now);
  // Write what is queued. Called by the loop at the end of its turn: the first for who has been answered, the second
  // for who is on the list of all others, maybe as well.
  void flush_answers();
  void flush();
  // Ends the connection without a word, when the time for words is over.
  void cut() { vanish(CloseCode::going_away); }
  // Closed or being closed, whether either side said so or the network went away. A request may still be under way.
  bool is_closing() const { return !life_.is_open(); }
  std::uint64_t number() const { return number_; }

 protected:
  virtual void on_message(std::string_view payload, bool is_text) = 0;
  // The client can no longer be reached; called once, not from within another call to this session.
  virtual void on_gone() {}
  // What is due now, and when to be woken next.
  virtual Instant on_time(Instant now) = 0;

  // Queues a whole frame. A client that does not keep up is closed with 4508.
  void send_frame(SharedBytes frame);
  // Queues a message for somebody who waits for it, compressed where that was agreed on and pays.
  void send_text(const std::string& payload);
  void send_ping();
  // Stops and resumes reading, to slow down a client that asks faster than it is answered.
  void pause() { paused_ = true; }
  void resume();

  bool takes_deflated(std::size_t message_bytes) const { return deflate_ && deflate_->allows(message_bytes); }
  WebSocketLoop& loop() { return loop_; }
  Instant last_heard() const { return last_heard_; }

 private:
  void wait_readable();
  void wait_writable();
  void on_readable();
  void take(std::span<char> input);
  void handle(const ws::Event& event);
  void answer_close(const ws::Event& event);
  void end_sending();
  // Closes the socket; `code` says why, unless a close has begun before.
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
  std::int64_t reported_bytes_ = 0;  // what the gauge has of this queue
  ConnectionLife life_;
  bool reading_ = false;  // waiting for readability
  bool writing_ = false;  // waiting for writability
  bool dirty_ = false;  // on the loop's list of all that have something to write
  bool answered_ = false;  // on its list of those that have been answered
  bool paused_ = false;
};

}  // namespace parley
