#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "client/clients.hpp"
#include "client/http_client.hpp"

namespace parley::bench {
namespace {

constexpr std::size_t kBufferBytes = 1024 * 1024;  // more than any frame that a workload brings
constexpr std::size_t kEvents = 512;
constexpr std::size_t kLargestSent = 4096;
constexpr std::uint32_t kSourceAddresses = 128;
constexpr std::size_t kOpeningAtOnce = 128;
constexpr std::chrono::seconds kOpeningTime{60};

constexpr unsigned kText = 0x1;
constexpr unsigned kClose = 0x8;
constexpr unsigned kPing = 0x9;
constexpr unsigned kPong = 0xa;

constexpr std::string_view kUpgrade =
    "GET /api/ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==\r\n"
    "Sec-WebSocket-Protocol: parley.v1\r\n\r\n";

// A server's frame at the start of some bytes: without a mask, and never in fragments.
struct Frame {
  unsigned opcode;
  std::string_view payload;
  std::size_t bytes;  // of the whole frame; 0 while it is not there whole
};

Frame read_frame(std::string_view input) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(input[at]); };
  if (input.size() < 2) return {};
  if ((byte(0) & 0xf0U) != 0x80U || (byte(1) & 0x80U) != 0) throw std::runtime_error("a frame of an unexpected kind");
  std::size_t header = 2;
  std::uint64_t length = byte(1);
  if (length >= 126) {
    const std::size_t extended = length == 126 ? 2 : 8;
    header += extended;
    if (input.size() < header) return {};
    length = 0;
    for (std::size_t i = 0; i < extended; ++i) length = length << 8 | byte(2 + i);
  }
  if (input.size() < header + length) return {};
  return {byte(0) & 0xfU, input.substr(header, length), header + length};
}

}  // namespace

Clients::Clients(std::uint16_t port, std::size_t count, ClientListener& listener)
    : port_(port),
      listener_(listener),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      clients_(count),
      buffer_(kBufferBytes) {}

Clients::~Clients() {
  for (const Client& client : clients_) {
    if (client.socket >= 0) ::close(client.socket);
  }
  ::close(epoll_);
}

void Clients::open(std::size_t number, std::string_view token) {
  Client& client = clients_[number];
  client.socket = connect_from(kLoopback + opened_++ % kSourceAddresses, port_, /*non_blocking=*/true);
  client.state = State::connecting;
  client.token = token;
  watch(client, true, EPOLL_CTL_ADD);
}

void Clients::close(std::size_t number) {
  Client& client = clients_[number];
  if (client.state == State::live) --live_;
  ::close(client.socket);
  client = Client();
}

void Clients::send(std::size_t number, std::string_view text) { write_frame(clients_[number], kText, text); }

void Clients::poll(std::chrono::nanoseconds timeout) {
  std::array<epoll_event, kEvents> events;
  const auto wait = std::max(timeout, std::chrono::nanoseconds(0));
  const auto whole = std::chrono::floor<std::chrono::seconds>(wait);
  const timespec time{whole.count(), (wait - whole).count()};
  const int count = ::epoll_pwait2(epoll_, events.data(), kEvents, &time, nullptr);
  for (int i = 0; i < count; ++i) {
    const auto number = static_cast<std::size_t>(events[static_cast<std::size_t>(i)].data.u64);
    const std::uint32_t what = events[static_cast<std::size_t>(i)].events;
    if ((what & EPOLLOUT) != 0) on_writable(number);
    if ((what & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0 && clients_[number].socket >= 0) on_readable(number);
  }
}

void Clients::on_writable(std::size_t number) {
  Client& client = clients_[number];
  if (client.state == State::connecting) {
    client.state = State::upgrading;
    client.unsent = kUpgrade;
  }
  watch(client, false, EPOLL_CTL_MOD);
  const std::string bytes = std::exchange(client.unsent, {});
  write(client, bytes);
}

void Clients::on_readable(std::size_t number) {
  Client& client = clients_[number];
  const std::size_t before = client.partial.size();
  std::ranges::copy(client.partial, buffer_.begin());
  const ssize_t count = ::recv(client.socket, buffer_.data() + before, buffer_.size() - before, 0);
  if (count < 0 && errno == EAGAIN) return;
  if (count <= 0) throw std::runtime_error(fmt::format("the server closed connection {}", number));
  const std::string_view input(buffer_.data(), before + static_cast<std::size_t>(count));
  const std::size_t taken = take(number, input, std::chrono::steady_clock::now());
  // The listener may have closed the client, or opened it anew.
  if (client.state != State::closed && client.state != State::connecting) client.partial = input.substr(taken);
}

// Gives how much of the input was whole.
std::size_t Clients::take(std::size_t number, std::string_view input, Instant arrived) {
  Client& client = clients_[number];
  std::size_t taken = 0;
  if (client.state == State::upgrading) {
    const auto end = input.find("\r\n\r\n");
    if (end == std::string_view::npos) return 0;
    take_upgrade(client, input.substr(0, end));
    taken = end + 4;
  }
  while (client.state == State::greeting || client.state == State::live) {
    const Frame frame = read_frame(input.substr(taken));
    if (frame.bytes == 0) break;
    take_frame(number, frame.opcode, frame.payload, arrived);
    taken += frame.bytes;
  }
  return taken;
}

void Clients::take_upgrade(Client& client, std::string_view head) {
  if (!head.starts_with("HTTP/1.1 101 ")) throw std::runtime_error(fmt::format("no upgrade: {}", head));
  client.state = State::greeting;
  write_frame(client, kText, fmt::format(R"({{"id":1,"op":"hello","params":{{"token":"{}"}}}})", client.token));
  client.token = {};
}

void Clients::take_frame(std::size_t number, unsigned opcode, std::string_view payload, Instant arrived) {
  Client& client = clients_[number];
  if (opcode == kText && client.state == State::live) return listener_.on_text(number, payload, arrived);
  if (opcode == kPing) return write_frame(client, kPong, payload);
  if (opcode != kText || !payload.starts_with(R"({"id":1,"result":)")) {
    throw std::runtime_error(opcode == kClose ? fmt::format("closed by the server: {}", payload.substr(2))
                                              : fmt::format("unexpected: {}", payload));
  }
  client.state = State::live;
  ++live_;
  listener_.on_hello(number, payload);
}

// RFC 6455 §5.2 and §5.3. The mask protects proxies from scripts, neither of which are here: any will do.
void Clients::write_frame(Client& client, unsigned opcode, std::string_view payload) {
  constexpr std::array<char, 4> kMask = {0x37, static_cast<char>(0xfa), 0x21, 0x3d};
  std::array<char, kLargestSent> frame;
  if (payload.size() + 8 > frame.size()) throw std::runtime_error("a frame too large to send");
  frame[0] = static_cast<char>(0x80U | opcode);
  std::size_t at = 2;
  if (payload.size() < 126) {
    frame[1] = static_cast<char>(0x80U | payload.size());
  } else {
    frame[1] = static_cast<char>(0x80U | 126U);
    frame[at++] = static_cast<char>(payload.size() >> 8);
    frame[at++] = static_cast<char>(payload.size() & 0xffU);
  }
  at = static_cast<std::size_t>(std::ranges::copy(kMask, frame.begin() + static_cast<std::ptrdiff_t>(at)).out -
                                frame.begin());
  for (std::size_t i = 0; i < payload.size(); ++i) frame[at + i] = static_cast<char>(payload[i] ^ kMask[i % 4]);
  write(client, {frame.data(), at + payload.size()});
}

void Clients::write(Client& client, std::string_view bytes) {
  if (client.unsent.empty() && !bytes.empty()) {
    const ssize_t written = ::send(client.socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (written < 0 && errno != EAGAIN) throw std::runtime_error("the server closed a connection");
    bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
  }
  if (bytes.empty()) return;
  client.unsent += bytes;
  watch(client, true, EPOLL_CTL_MOD);
}

void Clients::watch(Client& client, bool writable, int operation) {
  epoll_event event{};
  event.events = EPOLLIN | (writable ? EPOLLOUT : 0);
  event.data.u64 = static_cast<std::uint64_t>(&client - clients_.data());
  if (::epoll_ctl(epoll_, operation, client.socket, &event) != 0) throw std::runtime_error("epoll_ctl failed");
}

void open_all(Clients& clients, std::span<const std::string_view> tokens) {
  const Instant deadline = std::chrono::steady_clock::now() + kOpeningTime;
  std::size_t opened = 0;
  while (clients.live() < tokens.size()) {
    while (opened < tokens.size() && opened - clients.live() < kOpeningAtOnce) {
      clients.open(opened, tokens[opened]);
      ++opened;
    }
    clients.poll(std::chrono::milliseconds(100));
    if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error("not everybody could connect in time");
  }
}

}  // namespace parley::bench
