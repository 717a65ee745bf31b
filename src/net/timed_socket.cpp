#include <parley/net/timed_socket.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>

namespace parley {
namespace {

constexpr auto use_tuple = asio::as_tuple(use_awaitable);

// How long and how many bytes are still read after the last response. A socket that is closed while it has unread bytes
// resets the connection, and the reset may reach the client before the response (RFC 9112 §9.6).
constexpr seconds kLingerTime{2};
constexpr std::size_t kLingerBytes = 1024 * 1024;

// Drops bytes that have arrived, at most as many as `scratch` has. The kernel does not copy them (tcp(7), MSG_TRUNC),
// so clients that send what nobody wants take little time from the others. Returns the number of bytes, or nothing if
// no more come.
std::optional<std::size_t> drop_arrived(Socket& socket, std::span<char> scratch) {
  const auto size = ::recv(socket.native_handle(), scratch.data(), scratch.size(), MSG_TRUNC | MSG_DONTWAIT);
  if (size > 0) return static_cast<std::size_t>(size);
  const bool may_come = size < 0 && (errno == EAGAIN || errno == EINTR);
  return may_come ? std::optional<std::size_t>(0) : std::nullopt;
}

}  // namespace

TimedSocket::TimedSocket(Socket socket, std::span<char> scratch)
    : socket_(std::move(socket)), scratch_(scratch), timer_(socket_.get_executor()) {}

void TimedSocket::set_deadline(std::chrono::steady_clock::duration from_now) {
  expired_ = false;
  deadline_ = Instant::clock::now() + from_now;
}

void TimedSocket::expire() {
  deadline_ = std::min(deadline_, Instant::clock::now());
  expired_ = true;
  boost::system::error_code ignored;
  socket_.cancel(ignored);
}

std::optional<std::string_view> TimedSocket::read_some(std::size_t at_most) {
  boost::system::error_code error;
  const std::size_t size = socket_.read_some(asio::buffer(scratch_.data(), std::min(at_most, scratch_.size())), error);
  if (error == asio::error::would_block) return std::string_view();
  if (error) return std::nullopt;
  return std::string_view(scratch_.data(), size);
}

Awaitable<void> TimedSocket::wait(Socket::wait_type type) {
  arm_timer();
  co_await socket_.async_wait(type, use_tuple);
}

Awaitable<bool> TimedSocket::write(std::string_view head, std::string_view body, ByteBudget::Share* unsent) {
  while (!head.empty() || !body.empty()) {
    boost::system::error_code error;
    const std::array<asio::const_buffer, 2> buffers = {asio::buffer(head), asio::buffer(body)};
    const std::size_t size = socket_.write_some(buffers, error);
    const std::size_t of_head = std::min(size, head.size());
    head.remove_prefix(of_head);
    body.remove_prefix(size - of_head);
    if (!error) continue;
    if (error != asio::error::would_block || expired_) co_return false;
    // All that is left counts until the response is written, since its memory is held until then.
    if (auto* const share = std::exchange(unsent, nullptr); share && !share->grow(head.size() + body.size())) {
      co_return false;
    }
    co_await wait(Socket::wait_write);
  }
  co_return true;
}

Awaitable<void> TimedSocket::close_gracefully() {
  boost::system::error_code error;
  socket_.shutdown(Socket::shutdown_send, error);
  set_deadline(kLingerTime);
  for (std::size_t left = kLingerBytes; left > 0 && !error && !expired_;) {
    const auto dropped = drop_arrived(socket_, scratch_);
    if (!dropped) break;
    left -= std::min(left, *dropped);
    if (*dropped == 0) co_await wait(Socket::wait_read);
  }
}

std::string TimedSocket::peer_address() const {
  boost::system::error_code error;
  const auto peer = socket_.remote_endpoint(error);
  return error ? std::string() : peer.address().to_string();
}

Socket TimedSocket::release() {
  clear_deadline();
  return std::move(socket_);
}

// Sets the timer if it would fire after the deadline. If the deadline moves into the future, the timer is left alone:
// it fires at the old time and is then set for the new one. So a busy connection, which has a new deadline for every
// step of every request, hardly ever touches its timer.
void TimedSocket::arm_timer() {
  if (deadline_ >= armed_) return;
  armed_ = deadline_;
  timer_.expires_at(deadline_);
  timer_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
    const auto self = error ? nullptr : weak.lock();
    if (self) self->on_timer();
  });
}

void TimedSocket::on_timer() {
  armed_ = Instant::max();
  if (deadline_ > Instant::clock::now()) return arm_timer();
  expire();
}

void bound_unsent_bytes(Socket& socket, int bytes) {
  // A kernel that does not know the option keeps its own bound.
  ::setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &bytes, sizeof bytes);
}

}  // namespace parley
