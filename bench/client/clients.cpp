// One epoll watches all connections. Each connection is a small state machine: connecting, upgrading, greeting (hello
// is sent) and live. Input goes into the shared buffer, behind what is left of the last incomplete frame, and is
// handled there; only bytes that the kernel does not take are copied.
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fmt/format.h>

#include "client/clients.hpp"
#include "client/http_client.hpp"
#include "client/socket_io.hpp"

namespace parley::bench {
namespace {

constexpr std::size_t kBufferBytes = 1024 * 1024;  // larger than any frame in a workload
constexpr std::size_t kEvents = 512;
constexpr std::uint32_t kSourceAddresses = 128;
constexpr std::size_t kOpeningAtOnce = 128;
constexpr std::chrono::seconds kOpeningTime{60};

constexpr unsigned kText = 0x1;
constexpr unsigned kClose = 0x8;
constexpr unsigned kPing = 0x9;
constexpr unsigned kPong = 0xa;

constexpr std::string_view kPath = "/api/ws";
constexpr std::string_view kUpgrade =
    "GET {} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==\r\n"
    "Sec-WebSocket-Protocol: parley.v1\r\n\r\n";

// A server's frame at the beginning of some bytes. A server does not mask, and Parley's never sends fragments.
struct Frame {
  unsigned opcode;
  std::string_view payload;
  std::size_t bytes;  // the size of the whole frame, or 0 while it is incomplete
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

// Returns how many bytes the kernel took. After the end of a connection it claims to take all: reading tells why it
// ended.
std::size_t take_by_kernel(int socket, std::string_view bytes) {
  const ssize_t written = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  if (written >= 0) return static_cast<std::size_t>(written);
  return errno == EAGAIN ? 0 : bytes.size();
}

}  // namespace

void ClientListener::on_refused(std::size_t client, std::string_view reply) {
  throw std::runtime_error(fmt::format("the hello of client {} was refused: {}", client, reply));
}

void ClientListener::on_closed(std::size_t client, unsigned code, std::string_view reason) {
  throw std::runtime_error(fmt::format("the server closed client {}: {} {}", client, code, reason));
}

Clients::Clients(std::vector<std::uint16_t> ports, std::size_t count, ClientListener& listener, Framing framing)
    : ports_(std::move(ports)),
      listener_(listener),
      framing_(framing),
      upgrade_(fmt::format(kUpgrade, framing == Framing::socket_io ? socket_io::kPath : kPath)),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      clients_(count),
      buffer_(kBufferBytes) {}

Clients::~Clients() {
  for (const Client& client : clients_) {
    if (client.socket >= 0) ::close(client.socket);
  }
  ::close(epoll_);
}

void Clients::open(std::size_t number, std::string_view token, std::string_view positions) {
  Client& client = clients_[number];
  const std::uint16_t port = ports_[number % ports_.size()];
  client.socket = connect_from(kLoopback + opened_++ % kSourceAddresses, port, /*non_blocking=*/true, receive_bytes_);
  client.state = State::connecting;
  client.hello = fmt::format(R"("token":"{}"{})", token, positions);
  watch(client, EPOLL_CTL_ADD);
}

void Clients::close(std::size_t number) {
  Client& client = clients_[number];
  if (client.state == State::live) --live_;
  ::close(client.socket);
  client = Client();
}

void Clients::set_reading(std::size_t number, bool reading) {
  clients_[number].reads = reading;
  watch(clients_[number], EPOLL_CTL_MOD);
}

void Clients::send(std::size_t number, std::string_view text) { write_text(clients_[number], text); }

void Clients::poll(std::chrono::nanoseconds timeout) {
  std::array<epoll_event, kEvents> events;
  const auto wait = std::max(timeout, std::chrono::nanoseconds(0));
  const auto whole = std::chrono::floor<std::chrono::seconds>(wait);
  const timespec time{whole.count(), (wait - whole).count()};
  const int count = ::epoll_pwait2(epoll_, events.data(), kEvents, &time, nullptr);
  for (int i = 0; i < count; ++i) {
    const auto number = static_cast<std::size_t>(events[static_cast<std::size_t>(i)].data.u64);
    const std::uint32_t what = events[static_cast<std::size_t>(i)].events;
    // The listener may have closed another client while it handled this one.
    if ((what & EPOLLOUT) != 0 && clients_[number].socket >= 0) on_writable(number);
    if ((what & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0 && clients_[number].socket >= 0) on_readable(number);
  }
}

void Clients::on_writable(std::size_t number) {
  Client& client = clients_[number];
  if (client.state == State::connecting) {
    client.state = State::upgrading;
    client.unsent = upgrade_;
  }
  send_unsent(client);
  watch(client, EPOLL_CTL_MOD);
}

void Clients::on_readable(std::size_t number) {
  Client& client = clients_[number];
  const std::size_t before = client.partial.size();
  std::ranges::copy(client.partial, buffer_.begin());
  const ssize_t count = ::recv(client.socket, buffer_.data() + before, buffer_.size() - before, 0);
  if (count < 0 && errno == EAGAIN) return;
  if (count <= 0) {
    close(number);
    return listener_.on_closed(number, ClientListener::kAbnormal, {});
  }
  const std::string_view input(buffer_.data(), before + static_cast<std::size_t>(count));
  const std::size_t taken = take(number, input, std::chrono::steady_clock::now());
  // The listener may have closed the client, or opened it again.
  if (client.state != State::closed && client.state != State::connecting) client.partial = input.substr(taken);
}

// Handles the complete messages in the input and returns their size.
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
  // Socket.IO exchanges some packets before hello.
  if (framing_ == Framing::parley) say_hello(client);
}

void Clients::say_hello(Client& client) {
  write_text(client, fmt::format(R"({{"id":1,"op":"hello","params":{{{}}}}})", client.hello));
  client.hello = {};
}

void Clients::take_frame(std::size_t number, unsigned opcode, std::string_view payload, Instant arrived) {
  Client& client = clients_[number];
  if (opcode == kText && framing_ == Framing::socket_io) return take_packet(number, payload, arrived);
  if (opcode == kText) return take_text(number, payload, arrived);
  if (opcode == kPing) return write_frame(client, kPong, payload);
  if (opcode == kClose) return take_close(number, payload);
  throw std::runtime_error(fmt::format("a frame with opcode {}", opcode));
}

void Clients::take_packet(std::size_t number, std::string_view packet, Instant arrived) {
  switch (socket_io::kind_of(packet)) {
    case socket_io::Packet::open: return write_frame(clients_[number], kText, socket_io::kConnect);
    case socket_io::Packet::connected: return say_hello(clients_[number]);
    case socket_io::Packet::ping: return write_frame(clients_[number], kText, socket_io::kPong);
    case socket_io::Packet::message: socket_io::unwrap(packet, text_); return take_text(number, text_, arrived);
  }
}

void Clients::take_text(std::size_t number, std::string_view text, Instant arrived) {
  if (clients_[number].state == State::live) return listener_.on_text(number, text, arrived);
  take_hello_reply(number, text);
}

void Clients::take_hello_reply(std::size_t number, std::string_view payload) {
  if (payload.starts_with(R"({"id":1,"error":)")) return listener_.on_refused(number, payload);
  if (!payload.starts_with(R"({"id":1,"result":)")) throw std::runtime_error(fmt::format("unexpected: {}", payload));
  clients_[number].state = State::live;
  ++live_;
  listener_.on_hello(number, payload);
}

void Clients::take_close(std::size_t number, std::string_view payload) {
  constexpr unsigned kNoCode = 1005;
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(payload[at]); };
  close(number);
  if (payload.size() < 2) return listener_.on_closed(number, kNoCode, {});
  listener_.on_closed(number, static_cast<unsigned>(byte(0) << 8U) | byte(1), payload.substr(2));
}

void Clients::write_text(Client& client, std::string_view text) {
  if (framing_ == Framing::socket_io) {
    socket_io::wrap(text, packet_);
    text = packet_;
  }
  write_frame(client, kText, text);
}

// Writes a masked frame (RFC 6455 §5.2 and §5.3). The mask protects proxies from scripts. There are none of either
// here, so any mask will do.
void Clients::write_frame(Client& client, unsigned opcode, std::string_view payload) {
  constexpr std::array<char, 4> kMask = {0x37, static_cast<char>(0xfa), 0x21, 0x3d};
  const std::size_t extended = payload.size() < 126 ? 0 : payload.size() < 65'536 ? 2 : 8;
  frame_.clear();
  frame_ += static_cast<char>(0x80U | opcode);
  frame_ += static_cast<char>(0x80U | (extended == 0 ? payload.size() : extended == 2 ? 126U : 127U));
  for (std::size_t byte = extended; byte > 0; --byte) frame_ += static_cast<char>(payload.size() >> 8 * (byte - 1));
  frame_.append(kMask.begin(), kMask.end());
  const std::size_t begin = frame_.size();
  frame_ += payload;
  for (std::size_t i = 0; i < payload.size(); ++i) frame_[begin + i] ^= kMask[i % 4];
  write(client, frame_);
}

void Clients::write(Client& client, std::string_view bytes) {
  const bool waits = !client.unsent.empty();
  if (!waits) bytes.remove_prefix(take_by_kernel(client.socket, bytes));
  if (bytes.empty()) return;
  client.unsent += bytes;
  if (!waits) watch(client, EPOLL_CTL_MOD);
}

void Clients::send_unsent(Client& client) { client.unsent.erase(0, take_by_kernel(client.socket, client.unsent)); }

void Clients::watch(Client& client, int operation) {
  const bool writes = client.state == State::connecting || !client.unsent.empty();
  epoll_event event{};
  event.events = (client.reads ? EPOLLIN : 0U) | (writes ? EPOLLOUT : 0U);
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
