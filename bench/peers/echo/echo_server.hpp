// The simplest server that can answer the benchmark's client: one thread, an epoll loop, no store, no checks. It copies
// a message to all connections in its room, and writes to each connection once for each turn of the loop. Its result
// with the client is the most that the client can measure. One thread.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace echo {

struct Connection;

struct Room {
  std::string id;
  std::int64_t rev = 0;
  std::vector<Connection*> listeners = {};
};

struct Connection {
  int socket;
  Room* room = nullptr;  // set after hello
  bool is_upgraded = false;
  bool is_dirty = false;
  bool waits = false;  // until the kernel takes more
  std::string input = {};  // the beginning of an incomplete request or frame
  std::string output = {};  // bytes that have not been sent
};

class Server {
 public:
  Server();
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;
  [[noreturn]] void run();

 private:
  void accept_all();
  void read(Connection& connection);
  std::size_t take_request(Connection& connection, std::string_view input);
  std::size_t take_frame(Connection& connection, std::span<char> input);
  std::string answer(std::string_view head, std::string_view body);
  void on_text(Connection& connection, std::string_view text);
  void on_hello(Connection& connection, std::string_view text);
  void on_message(Connection& connection, std::string_view text);
  void on_typing(Connection& connection, std::string_view text);
  void tell(const Room& room, std::string_view event, const Connection* except);
  void queue_text(Connection& connection, std::string_view text);
  void mark(Connection& connection);
  void flush(Connection& connection);
  void end(Connection& connection);

  int listener_;
  int epoll_;
  std::unordered_map<int, std::unique_ptr<Connection>> connections_;  // by socket
  std::vector<Connection*> dirty_;
  std::vector<Room*> room_of_;  // by the user's number
  std::vector<std::unique_ptr<Room>> rooms_;
  std::vector<char> buffer_;  // the buffer for reading
  std::string frame_;  // the frame that is being sent to a room
};

}  // namespace echo
