// Many WebSocket clients in one thread, as cheap as they can be made, so that the server is what is measured: one
// epoll, one read buffer for all, frames (RFC 6455) written and read in place, no allocation for a message. A client
// connects, upgrades and says hello; then its texts come and go. Anything unexpected throws, unless the workload
// expects it: a run in which something failed measures nothing.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace parley::bench {

using Instant = std::chrono::steady_clock::time_point;

class ClientListener {
 public:
  virtual ~ClientListener() = default;
  // The client's hello was answered with this text.
  virtual void on_hello(std::size_t client, std::string_view reply) = 0;
  virtual void on_text(std::size_t client, std::string_view text, Instant arrived) = 0;
  // The client's hello was answered with this error; the connection lives on. Throws unless overridden.
  virtual void on_refused(std::size_t client, std::string_view reply);
  // The server closed the connection with this code of RFC 6455 §7.4, kAbnormal where it did so without a word. Throws
  // unless overridden.
  virtual void on_closed(std::size_t client, unsigned code, std::string_view reason);
  static constexpr unsigned kAbnormal = 1006;
};

// What wraps the texts on the wire: Parley's are bare.
enum class Framing : std::uint8_t { parley, socket_io };

class Clients {
 public:
  Clients(std::uint16_t port, std::size_t count, ClientListener& listener, Framing framing = Framing::parley)
      : Clients(std::vector{port}, count, listener, framing) {}
  // The clients take turns at the ports.
  Clients(std::vector<std::uint16_t> ports, std::size_t count, ClientListener& listener,
          Framing framing = Framing::parley);
  ~Clients();
  Clients(const Clients&) = delete;
  Clients& operator=(const Clients&) = delete;

  // What clients opened from now on have not read fills no more than so many bytes of their kernel's.
  void limit_receive_bytes(int bytes) { receive_bytes_ = bytes; }
  // Starts to connect a client that is closed. `positions` says in hello what it has, as further members of its
  // params.
  void open(std::size_t client, std::string_view token, std::string_view positions = {});
  void close(std::size_t client);
  // Whether the client reads what it is sent.
  void set_reading(std::size_t client, bool reading);
  void send(std::size_t client, std::string_view text);
  // Waits for what comes, not longer than the timeout, and handles it.
  void poll(std::chrono::nanoseconds timeout);

  std::size_t live() const { return live_; }  // clients whose hello was answered

 private:
  enum class State { closed, connecting, upgrading, greeting, live };
  struct Client {
    int socket = -1;
    State state = State::closed;
    bool reads = true;
    std::string hello;  // its params, until it is said
    std::string partial;  // the beginning of a frame whose end has not come
    std::string unsent;  // what the kernel would not take yet
  };

  void on_writable(std::size_t number);
  void on_readable(std::size_t number);
  std::size_t take(std::size_t number, std::string_view input, Instant arrived);
  void take_upgrade(Client& client, std::string_view head);
  void say_hello(Client& client);
  void take_frame(std::size_t number, unsigned opcode, std::string_view payload, Instant arrived);
  void take_packet(std::size_t number, std::string_view packet, Instant arrived);
  void take_text(std::size_t number, std::string_view text, Instant arrived);
  void take_hello_reply(std::size_t number, std::string_view payload);
  void take_close(std::size_t number, std::string_view payload);
  void write_text(Client& client, std::string_view text);
  void write_frame(Client& client, unsigned opcode, std::string_view payload);
  void write(Client& client, std::string_view bytes);
  void send_unsent(Client& client);
  void watch(Client& client, int operation);

  std::vector<std::uint16_t> ports_;
  ClientListener& listener_;
  const Framing framing_;
  const std::string upgrade_;
  int epoll_;
  std::vector<Client> clients_;
  std::vector<char> buffer_;
  std::string packet_;  // that is being sent
  std::string text_;  // of the packet that has come
  int receive_bytes_ = 0;  // 0: as the kernel likes
  std::string frame_;  // the one being sent; kept for the next one
  std::size_t live_ = 0;
  std::uint32_t opened_ = 0;
};

// Opens a client for each token, a few at a time, and waits until all are live. The listener hears of each.
void open_all(Clients& clients, std::span<const std::string_view> tokens);

}  // namespace parley::bench
