// Reads every ready connection, appends the answers to the output of the receivers, and at the end of the turn writes
// each changed output with one call. It finds the few keys that it needs in the text, without a JSON parser.
#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "echo_server.hpp"

namespace echo {
namespace {

constexpr std::size_t kEvents = 512;
constexpr std::size_t kReadBytes = 1024 * 1024;
constexpr std::size_t kUserDigits = 8;
constexpr std::size_t kMaskBytes = 4;
// The reply of RFC 6455 §4.2.2 for the fixed key that the benchmark's client sends.
constexpr std::string_view kSwitching =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: Bz3qJYTGdOe8gUSpLosEdiLKDrk=\r\nSec-WebSocket-Protocol: parley.v1\r\n\r\n";

// A user's id is also the token. It is a number, with digits behind it that make it as long as a UUID.
std::string user_id(std::size_t number) { return fmt::format("{:08}-0000-7000-8000-000000000000", number); }

std::size_t number_at(std::string_view text, std::size_t at) {
  std::size_t number = 0;
  std::from_chars(text.data() + at, text.data() + std::min(at + kUserDigits, text.size()), number);
  return number;
}

// Returns the text between the key and the next quotation mark.
std::string_view text_behind(std::string_view text, std::string_view key) {
  const auto at = text.find(key);
  if (at == std::string_view::npos) throw std::runtime_error(fmt::format("no {} in {}", key, text));
  const auto begin = at + key.size();
  return text.substr(begin, text.find('"', begin) - begin);
}

void watch(int epoll, int socket, std::uint32_t events, int operation) {
  epoll_event event{};
  event.events = events;
  event.data.fd = socket;
  ::epoll_ctl(epoll, operation, socket, &event);
}

// Appends an unmasked frame (RFC 6455 §5.2).
void append_frame(std::string& out, std::string_view payload) {
  out.push_back(static_cast<char>(0x81));
  if (payload.size() < 126) {
    out.push_back(static_cast<char>(payload.size()));
  } else {
    out.push_back(static_cast<char>(126));
    out.push_back(static_cast<char>(payload.size() >> 8U));
    out.push_back(static_cast<char>(payload.size() & 0xffU));
  }
  out += payload;
}

}  // namespace

Server::Server()
    : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      buffer_(kReadBytes) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(listener_, SOMAXCONN) != 0) {
    throw std::runtime_error("cannot listen");
  }
  watch(epoll_, listener_, EPOLLIN, EPOLL_CTL_ADD);
}

Server::~Server() {
  for (const auto& [socket, connection] : connections_) ::close(socket);
  ::close(listener_);
  ::close(epoll_);
}

std::uint16_t Server::port() const {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

void Server::run() {
  std::array<epoll_event, kEvents> events;
  for (;;) {
    const int count = ::epoll_wait(epoll_, events.data(), kEvents, -1);
    for (int i = 0; i < count; ++i) {
      const epoll_event& event = events[static_cast<std::size_t>(i)];
      if (event.data.fd == listener_) {
        accept_all();
      } else if (const auto found = connections_.find(event.data.fd); found != connections_.end()) {
        if ((event.events & EPOLLOUT) != 0) mark(*found->second);
        if ((event.events & ~static_cast<std::uint32_t>(EPOLLOUT)) != 0) read(*found->second);
      }
    }
    for (Connection* connection : dirty_) flush(*connection);
    dirty_.clear();
  }
}

void Server::accept_all() {
  const int on = 1;
  for (int socket = 0; (socket = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;) {
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    connections_.emplace(socket, std::make_unique<Connection>(socket));
    watch(epoll_, socket, EPOLLIN, EPOLL_CTL_ADD);
  }
}

void Server::read(Connection& connection) {
  const std::size_t before = connection.input.size();
  std::ranges::copy(connection.input, buffer_.begin());
  const ssize_t count = ::recv(connection.socket, buffer_.data() + before, buffer_.size() - before, 0);
  if (count < 0 && errno == EAGAIN) return;
  if (count <= 0) return end(connection);
  std::span<char> input(buffer_.data(), before + static_cast<std::size_t>(count));
  for (std::size_t taken = 1; taken > 0; input = input.subspan(taken)) {
    taken =
        connection.is_upgraded ? take_frame(connection, input) : take_request(connection, {input.data(), input.size()});
  }
  connection.input.assign(input.begin(), input.end());
}

// Returns the size of the request, or 0 while it is incomplete.
std::size_t Server::take_request(Connection& connection, std::string_view input) {
  constexpr std::string_view kLength = "Content-Length: ";
  const auto end = input.find("\r\n\r\n");
  if (end == std::string_view::npos) return 0;
  const std::string_view head = input.substr(0, end);
  const auto length_at = head.find(kLength);
  const std::size_t length = length_at == std::string_view::npos ? 0 : number_at(head, length_at + kLength.size());
  const std::size_t size = end + 4 + length;
  if (input.size() < size) return 0;
  connection.is_upgraded = head.contains("Upgrade: websocket");
  if (connection.is_upgraded) {
    connection.output += kSwitching;
  } else {
    const std::string body = answer(head, input.substr(end + 4, length));
    connection.output += fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{}", body.size(), body);
  }
  mark(connection);
  return size;
}

// Creates users and rooms. It answers any other request with an empty object.
std::string Server::answer(std::string_view head, std::string_view body) {
  if (head.starts_with("POST /api/dev/token ")) {
    room_of_.push_back(nullptr);
    const std::string id = user_id(room_of_.size() - 1);
    return fmt::format(R"({{"user":{{"id":"{0}"}},"access_token":"{0}"}})", id);
  }
  if (!head.starts_with("POST /api/conversations ")) return "{}";
  constexpr std::string_view kBearer = "Bearer ";
  Room* room = rooms_.emplace_back(std::make_unique<Room>(user_id(rooms_.size()))).get();
  room_of_.at(number_at(head, head.find(kBearer) + kBearer.size())) = room;
  const std::string_view members = body.substr(body.find('['));
  for (auto at = members.find("-0000-7000-"); at != std::string_view::npos; at = members.find("-0000-7000-", at + 1)) {
    room_of_.at(number_at(members, at - kUserDigits)) = room;
  }
  return fmt::format(R"({{"conversation":{{"id":"{}"}}}})", room->id);
}

// Reads a client's frame (RFC 6455 §5.2 and §5.3), which is always masked and never longer than 65,535 bytes.
std::size_t Server::take_frame(Connection& connection, std::span<char> input) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(input[at]); };
  if (input.size() < 2) return 0;
  const bool is_extended = (byte(1) & 0x7fU) == 126;
  const std::size_t header = (is_extended ? 4 : 2) + kMaskBytes;
  if (input.size() < header) return 0;
  const std::size_t length = is_extended ? static_cast<std::size_t>(byte(2)) << 8U | byte(3) : byte(1) & 0x7fU;
  if (input.size() < header + length) return 0;
  char* payload = input.data() + header;
  const char* mask = payload - kMaskBytes;
  for (std::size_t i = 0; i < length; ++i) payload[i] = static_cast<char>(payload[i] ^ mask[i % kMaskBytes]);
  if ((byte(0) & 0xfU) == 0x1) on_text(connection, {payload, length});
  return header + length;
}

void Server::on_text(Connection& connection, std::string_view text) {
  if (text.contains(R"("op":"message.send")"))
    on_message(connection, text);
  else if (text.contains(R"("op":"typing.set")"))
    on_typing(connection, text);
  else
    on_hello(connection, text);
}

void Server::on_hello(Connection& connection, std::string_view text) {
  connection.room = room_of_.at(number_at(text_behind(text, R"("token":")"), 0));
  connection.room->listeners.push_back(&connection);
  queue_text(
      connection,
      fmt::format(R"({{"id":1,"result":{{"sync":{{"epoch":1,"added":[{{"conversation":{{"id":"{}","rev":{}}}}}]}}}}}})",
                  connection.room->id, connection.room->rev));
}

// The events are as long as Parley's.
void Server::on_message(Connection& connection, std::string_view text) {
  Room& room = *connection.room;
  const std::string_view client_id = text_behind(text, R"("client_id":")");
  const std::string message = fmt::format(
      R"({{"conversation":"{0}","seq":{1},"rev":{1},"sender":"{0}","client_id":"{2}","kind":"text","body":"{3}",)"
      R"("created_at":"2026-01-01T00:00:00.000Z"}})",
      room.id, ++room.rev, client_id, text_behind(text, R"("body":")"));
  queue_text(connection, fmt::format(R"({{"id":{},"result":{{"message":{},"duplicate":false}}}})", client_id, message));
  const std::string event = fmt::format(R"({{"event":"message.created","conversation":"{}","rev":{},"data":{}}})",
                                        room.id, room.rev, message);
  tell(room, event, nullptr);
}

void Server::on_typing(Connection& connection, std::string_view text) {
  constexpr std::string_view kId = R"({"id":)";
  queue_text(connection, fmt::format(R"({{"id":{},"result":{{}}}})", number_at(text, kId.size())));
  const std::string event = fmt::format(
      R"({{"event":"typing","conversation":"{0}","data":{{"user":"{0}","expires_ms":6000}}}})", connection.room->id);
  tell(*connection.room, event, &connection);
}

void Server::tell(const Room& room, std::string_view event, const Connection* except) {
  frame_.clear();
  append_frame(frame_, event);
  for (Connection* listener : room.listeners) {
    if (listener == except) continue;
    listener->output += frame_;
    mark(*listener);
  }
}

void Server::queue_text(Connection& connection, std::string_view text) {
  append_frame(connection.output, text);
  mark(connection);
}

void Server::mark(Connection& connection) {
  if (!std::exchange(connection.is_dirty, true)) dirty_.push_back(&connection);
}

void Server::flush(Connection& connection) {
  connection.is_dirty = false;
  std::string& output = connection.output;
  const ssize_t sent = ::send(connection.socket, output.data(), output.size(), MSG_NOSIGNAL);
  if (sent < 0 && errno != EAGAIN) return;  // the next read reports the error
  output.erase(0, static_cast<std::size_t>(std::max<ssize_t>(sent, 0)));
  if (std::exchange(connection.waits, !output.empty()) == connection.waits) return;
  watch(epoll_, connection.socket, EPOLLIN | (output.empty() ? 0U : EPOLLOUT), EPOLL_CTL_MOD);
}

void Server::end(Connection& connection) {
  if (connection.room) std::erase(connection.room->listeners, &connection);
  std::erase(dirty_, &connection);
  ::close(connection.socket);
  connections_.erase(connection.socket);
}

}  // namespace echo
