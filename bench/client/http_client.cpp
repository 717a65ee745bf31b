#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

#include <fmt/format.h>

#include "client/http_client.hpp"

namespace parley::bench {
namespace {

sockaddr_in address_of(std::uint32_t address, std::uint16_t port) {
  sockaddr_in result{};
  result.sin_family = AF_INET;
  result.sin_addr.s_addr = htonl(address);
  result.sin_port = htons(port);
  return result;
}

std::size_t content_length(std::string_view head) {
  constexpr std::string_view kName = "\r\nContent-Length: ";
  const auto at = head.find(kName);
  std::size_t length = 0;
  if (at != std::string_view::npos) {
    std::from_chars(head.data() + at + kName.size(), head.data() + head.size(), length);
  }
  return length;
}

}  // namespace

int connect_from(std::uint32_t source_address, std::uint16_t port, bool non_blocking, int receive_bytes) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | (non_blocking ? SOCK_NONBLOCK : 0), 0);
  const int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ::setsockopt(socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  // The option has to be set before the connection, because the first packet announces it (tcp(7)).
  if (receive_bytes > 0) ::setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes);
  const sockaddr_in source = address_of(source_address, 0);
  const sockaddr_in server = address_of(kLoopback, port);
  if (socket < 0 || ::bind(socket, reinterpret_cast<const sockaddr*>(&source), sizeof source) != 0 ||
      (::connect(socket, reinterpret_cast<const sockaddr*>(&server), sizeof server) != 0 && errno != EINPROGRESS)) {
    const std::string reason = std::strerror(errno);  // NOLINT(concurrency-mt-unsafe): on its way to an exception
    ::close(socket);
    throw std::runtime_error("cannot connect: " + reason);
  }
  return socket;
}

HttpClient::~HttpClient() { ::close(socket_); }

std::string HttpClient::exchange(std::string_view method, std::string_view path, std::string_view body,
                                 std::string_view token) {
  const std::string authorization = token.empty() ? "" : fmt::format("Authorization: Bearer {}\r\n", token);
  write(
      fmt::format("{} {} HTTP/1.1\r\nHost: localhost\r\n{}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n"
                  "{}",
                  method, path, authorization, body.size(), body));
  std::size_t head = std::string::npos;
  while ((head = received_.find("\r\n\r\n")) == std::string::npos) read_more();
  const std::size_t end = head + 4 + content_length(std::string_view(received_).substr(0, head));
  while (received_.size() < end) read_more();
  std::string reply = received_.substr(head + 4, end - head - 4);
  if (!received_.starts_with("HTTP/1.1 2")) {
    throw std::runtime_error(fmt::format("{} {}: {}", method, path, received_.substr(0, end)));
  }
  received_.erase(0, end);
  return reply;
}

void HttpClient::write(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t written = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (written <= 0) throw std::runtime_error("the server closed the connection");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void HttpClient::read_more() {
  std::array<char, 16 * 1024> piece;
  const ssize_t count = ::recv(socket_, piece.data(), piece.size(), 0);
  if (count <= 0) throw std::runtime_error("the server closed the connection");
  received_.append(piece.data(), static_cast<std::size_t>(count));
}

}  // namespace parley::bench
