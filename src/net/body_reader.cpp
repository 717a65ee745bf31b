#include <parley/net/body_reader.hpp>

#include <algorithm>
#include <chrono>

namespace parley {
namespace {

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr seconds kRetryTime{1};

}  // namespace

std::unexpected<Error> too_many_unread_bytes() {
  return std::unexpected(
      Error{ErrorCode::overloaded, "The server receives too much at once. Try again shortly.", {}, kRetryTime});
}

Task<std::string> BodyReader::read(std::size_t length, bool expects_continue, ByteBudget::Share& unread) {
  // 1. Take the bytes that arrived together with the head.
  std::string body = received_.substr(0, length);
  received_.erase(0, body.size());
  if (body.size() == length) co_return body;

  // 2. Wait for the rest. A client that sent `Expect: 100-continue` sends its body only after this answer (RFC 9110
  // §10.1.1).
  socket_.set_deadline(limits_.body_timeout);
  if (expects_continue && body.empty() && !co_await socket_.write(kContinue, {})) {
    co_return fail(ErrorCode::malformed, "The connection was lost.");
  }
  // The bytes count only from here on: a body that came with its head is answered at once, and the client cannot choose
  // how long it is held.
  if (!unread.grow(body.size())) co_return too_many_unread_bytes();
  while (body.size() < length) {
    const std::string_view portion = CO_TRY(co_await read_portion(length - body.size()));
    if (!unread.grow(portion.size())) co_return too_many_unread_bytes();
    body.append(portion);
  }
  co_return body;
}

Awaitable<bool> BodyReader::drop(std::size_t length) {
  const std::size_t received = std::min(length, received_.size());
  received_.erase(0, received);
  socket_.set_deadline(limits_.body_timeout);
  for (std::size_t left = length - received; left > 0;) {
    const auto portion = co_await read_portion(left);
    if (!portion) co_return false;
    left -= portion->size();
  }
  co_return true;
}

// Waits for bytes of the body, and gives the client as much more time as they may take. The result is valid until the
// next read or wait.
Task<std::string_view> BodyReader::read_portion(std::size_t at_most) {
  for (;;) {
    const auto portion = socket_.read_some(at_most);
    if (!portion) co_return fail(ErrorCode::malformed, "The request is incomplete.");
    if (socket_.has_expired()) co_return fail(ErrorCode::request_timeout, "The request did not arrive in time.");
    if (!portion->empty()) {
      const auto rate = static_cast<double>(limits_.body_bytes_per_second);
      const std::chrono::duration<double> time(static_cast<double>(portion->size()) / rate);
      socket_.extend_deadline(std::chrono::duration_cast<milliseconds>(time));
      co_return *portion;
    }
    co_await socket_.wait(Socket::wait_read);
  }
}

}  // namespace parley
