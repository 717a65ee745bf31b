// Reading and writing wait for the socket with async_wait and then call recv() and sendmsg() themselves, because Asio's
// own operations would need a buffer for each connection that waits.
#include <parley/net/websocket_connection.hpp>

#include <array>
#include <cerrno>
#include <sys/socket.h>
#include <sys/uio.h>

#include <boost/asio/post.hpp>

#include <parley/net/websocket_loop.hpp>
#include <parley/protocol/websocket/deflate.hpp>

namespace parley {
namespace {

using Flush = ConnectionFlow::Flush;

constexpr std::size_t kGathered = 64;  // the most pieces in one write
constexpr std::size_t kDeflateFrom = 1024;  // bytes; compressing a shorter message costs more than it saves
// The time for the client to end its half of the TCP connection, after the server has ended its own.
constexpr milliseconds kLinger{1000};

}  // namespace

WebSocketConnection::WebSocketConnection(Socket socket, WebSocketLoop& loop, const WebSocketOptions& options)
    : socket_(std::move(socket)),
      loop_(loop),
      number_(loop.next_number()),
      decoder_({options.message_bytes, options.deflate.has_value()}),
      queue_(options.outbound_bytes),
      deflate_(options.deflate),
      last_heard_(Instant::clock::now()) {}

void WebSocketConnection::start(std::string leftover) {
  if (!leftover.empty()) take(leftover);
  wait_readable();
}

void WebSocketConnection::close(CloseCode code, std::string_view reason) {
  const Instant deadline = Instant::clock::now() + loop_.limits().close_timeout;
  if (!life_.begin_close(code, deadline)) return;
  // A client that is too slow need not read the rest before it learns why the connection ends.
  if (code == CloseCode::too_slow) queue_.clear_unwritten();
  queue_.push_last(std::make_shared<const std::string>(ws::encode_close(code, reason)));
  loop_.wake_at(*this, deadline);
  touch();
  // The caller may be in the middle of a change to the state that on_gone() takes down, so it runs in a later turn.
  asio::post(loop_.context(), [self = shared_from_this()] { self->on_gone(); });
}

Instant WebSocketConnection::wake(Instant now) {
  if (life_.is_open()) return on_time(now);
  if (life_.is_overdue(now)) vanish(CloseCode::going_away);
  return std::max(life_.deadline(), now);
}

void WebSocketConnection::send_frame(SharedBytes frame) {
  if (queue(std::move(frame))) touch();
}

void WebSocketConnection::send_text(const std::string& payload) {
  const bool compressed = payload.size() >= kDeflateFrom && takes_deflated(payload.size());
  auto frame = std::make_shared<const std::string>(
      ws::encode_frame(ws::Opcode::text, compressed ? ws::compress(payload) : payload, compressed));
  if (queue(std::move(frame)) && flow_.enlist(Flush::soon)) loop_.flush(*this, Flush::soon);
}

// Queues a frame. Returns false if the connection is closing, or closes now because the queue is full.
bool WebSocketConnection::queue(SharedBytes frame) {
  if (is_closing()) return false;
  if (queue_.push(frame)) return true;
  // One turn of the loop may bring more than the limit. The client is slow only if its network does not take that.
  write_queue();
  if (life_.is_gone()) return false;
  if (queue_.push(std::move(frame))) return true;
  close(CloseCode::too_slow, "reads too slowly");
  return false;
}

void WebSocketConnection::send_ping() {
  static const auto kPing = std::make_shared<const std::string>(ws::encode_frame(ws::Opcode::ping, ""));
  send_frame(kPing);
}

void WebSocketConnection::resume() {
  if (!flow_.resume()) return;
  // What came during the pause is read first, and in a later turn, so that the caller's request ends before the next.
  asio::post(loop_.context(), [self = shared_from_this()] {
    std::string input = std::exchange(self->unread_, {});
    self->take(input);
    self->wait_readable();
  });
}

void WebSocketConnection::wait_readable() {
  if (life_.is_gone() || !flow_.begin_wait()) return;
  socket_.async_wait(Socket::wait_read, [self = shared_from_this()](boost::system::error_code error) {
    self->flow_.end_wait();
    if (!error) self->on_readable();
  });
}

// Reads once and waits again, so that a client that sends without a pause does not keep the loop from the others.
void WebSocketConnection::on_readable() {
  if (life_.is_gone()) return;
  const std::span<char> buffer = loop_.read_buffer();
  const ssize_t count = ::recv(socket_.native_handle(), buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (count == 0) return vanish(CloseCode::abnormal);
  if (count < 0) {
    if (errno != EAGAIN && errno != EINTR) return vanish(CloseCode::abnormal);
  } else {
    last_heard_ = Instant::clock::now();
    take(buffer.first(static_cast<std::size_t>(count)));
  }
  wait_readable();
}

// Handles every whole frame in the input. The decoder keeps the beginning of a frame whose rest has not arrived.
void WebSocketConnection::take(std::span<char> input) {
  while (life_.hears()) {
    if (flow_.is_paused()) {
      unread_.append(input.begin(), input.end());
      return;
    }
    const auto event = decoder_.next(input);
    if (!event) return;
    handle(*event);
  }
}

void WebSocketConnection::handle(const ws::Event& event) {
  using Kind = ws::Event::Kind;
  switch (event.kind) {
    case Kind::text:
    case Kind::binary:
      if (life_.is_open()) on_message(event.payload, event.kind == Kind::text);
      break;
    case Kind::ping:
      send_frame(std::make_shared<const std::string>(ws::encode_frame(ws::Opcode::pong, event.payload)));
      break;
    case Kind::pong: break;
    case Kind::close: answer_close(event); break;
    case Kind::error:
      close(event.code, event.payload);
      life_.hear_end();  // the decoder has lost the boundaries of frames
      break;
  }
}

void WebSocketConnection::answer_close(const ws::Event& event) {
  close(ws::close_reply(event.code), "");
  life_.hear_end();
  touch();  // if our close frame has been written before, the flush ends the sending half
}

void WebSocketConnection::touch() {
  if (flow_.enlist(Flush::later)) loop_.flush(*this, Flush::later);
}

void WebSocketConnection::flush(Flush list) {
  flow_.delist(list);
  write_queue();
}

// Writes until the queue is empty or the socket takes no more. Each call writes many frames, since a call costs the
// kernel about as much for one small frame as for ten.
void WebSocketConnection::write_queue() {
  if (flow_.is_blocked() || life_.is_gone()) return;
  std::array<std::string_view, kGathered> pieces;
  std::array<iovec, kGathered> vectors;
  while (const std::size_t count = queue_.gather(pieces)) {
    for (std::size_t i = 0; i < count; ++i) {
      // An iovec has no pointer to const, but sendmsg() only reads.
      vectors[i] = {const_cast<char*>(pieces[i].data()), pieces[i].size()};
    }
    msghdr message{};
    message.msg_iov = vectors.data();
    message.msg_iovlen = count;
    const ssize_t written = ::sendmsg(socket_.native_handle(), &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (written < 0) {
      if (errno == EAGAIN || errno == EINTR) break;
      return vanish(CloseCode::abnormal);
    }
    loop_.metrics().bytes_out.add(static_cast<std::uint64_t>(written));
    queue_.consume(static_cast<std::size_t>(written));
  }
  report_queue();
  if (!queue_.is_empty())
    wait_writable();
  else
    end_sending();
}

void WebSocketConnection::wait_writable() {
  flow_.block();
  socket_.async_wait(Socket::wait_write, [self = shared_from_this()](boost::system::error_code error) {
    self->flow_.unblock();
    if (!error) self->write_queue();
  });
}

// Ends the sending half of the TCP connection once the close frames have been exchanged, since the server closes first
// (RFC 6455 §7.1.1). The receiving half stays open for a while: if the whole socket were closed while the client still
// sends, the kernel would reset the connection, and the client might lose the close frame.
void WebSocketConnection::end_sending() {
  if (!life_.end_sending(Instant::clock::now() + kLinger)) return;
  boost::system::error_code ignored;
  socket_.shutdown(Socket::shutdown_send, ignored);
  loop_.wake_at(*this, life_.deadline());
}

// Removing the connection from the loop drops the loop's reference, so `self` keeps it alive until the end.
void WebSocketConnection::vanish(CloseCode code) {
  const auto end = life_.vanish(code);
  if (!end) return;
  const auto self = shared_from_this();
  if (end->is_unannounced) asio::post(loop_.context(), [self] { self->on_gone(); });
  loop_.metrics().closes.add(static_cast<std::uint16_t>(end->code));
  // A request that is still being answered keeps the connection alive. Its frames are not kept with it.
  queue_ = OutboundQueue(0);
  report_queue();
  boost::system::error_code ignored;
  socket_.close(ignored);
  loop_.remove(*this);
}

// Changes the gauge by the difference to the last report, because all connections share it.
void WebSocketConnection::report_queue() {
  const auto bytes = static_cast<std::int64_t>(queue_.bytes());
  if (bytes == reported_bytes_) return;
  loop_.metrics().outbound_queue_bytes.add(bytes - reported_bytes_);
  reported_bytes_ = bytes;
}

}  // namespace parley
