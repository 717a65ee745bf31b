// Many WebSocket clients in one thread. They cost as little as possible, so that the benchmark measures the server:
// there is one epoll and one read buffer for all, frames (RFC 6455) are written and read in place, and a message
// allocates nothing. A client connects, upgrades, says hello and then exchanges texts. Anything unexpected throws
// unless the workload expects it, because a run in which something failed measures nothing.
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
  // Called when the server answered the client's hello with this text.
  virtual void on_hello(std::size_t client, std::string_view reply) = 0;
  virtual void on_text(std::size_t client, std::string_view text, Instant arrived) = 0;
  // Called when the server answered the client's hello with this error. The connection stays open. Throws unless
  // overridden.
  virtual void on_refused(std::size_t client, std::string_view reply);
  // Called when the server closed the connection with this code (RFC 6455 §7.4), which is kAbnormal without a closing
  // handshake. Throws unless overridden.
  virtual void on_closed(std::size_t client, unsigned code, std::string_view reason);
  static constexpr unsigned kAbnormal = 1006;
};

// How a text is wrapped on the wire. Parley does not wrap it.
enum class Framing : std::uint8_t { parley, socket_io };

class Clients {
 public:
  Clients(std::uint16_t port, std::size_t count, ClientListener& listener, Framing framing = Framing::parley)
      : Clients(std::vector{port}, count, listener, framing) {}
  // The clients are spread over the ports in turn.
  Clients(std::vector<std::uint16_t> ports, std::size_t count, ClientListener& listener,
          Framing framing = Framing::parley);
  ~Clients();
  Clients(const Clients&) = delete;
  Clients& operator=(const Clients&) = delete;

  // Limits the unread bytes that the kernel keeps for each client that is opened from now on.
  void limit_receive_bytes(int bytes) { receive_bytes_ = bytes; }
  // Starts to connect a closed client. `positions` contains further members of hello's params, which say what the
  // client has.
  void open(std::size_t client, std::string_view token, std::string_view positions = {});
  void close(std::size_t client);
  // Sets whether the client reads what the server sends.
  void set_reading(std::size_t client, bool reading);
  void send(std::size_t client, std::string_view text);
  // Waits for input, at most until the timeout, and handles it.
  void poll(std::chrono::nanoseconds timeout);

  std::size_t live() const { return live_; }  // Returns the number of clients whose hello was answered.

 private:
  enum class State { closed, connecting, upgrading, greeting, live };
  struct Client {
    int socket = -1;
    State state = State::closed;
    bool reads = true;
    std::string hello;  // the params of hello, until hello is sent
    std::string partial;  // the beginning of an incomplete frame
    std::string unsent;  // bytes that the kernel has not taken yet
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
  std::string packet_;  // the packet that is being sent
  std::string text_;  // the text of the packet that has arrived
  int receive_bytes_ = 0;  // 0 keeps the kernel's choice
  std::string frame_;  // the frame that is being sent; the buffer is kept for the next one
  std::size_t live_ = 0;
  std::uint32_t opened_ = 0;
};

// Opens a client for each token, a few at a time, and waits until the server has answered all of them. The listener
// gets each answer.
void open_all(Clients& clients, std::span<const std::string_view> tokens);

}  // namespace parley::bench
