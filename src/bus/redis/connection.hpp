// One TCP connection to one Redis: hiredis' asynchronous interface on an Asio loop. Owned by a Link, kept alive by its
// own waits for the socket; touched on its loop only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <hiredis/async.h>

#include <parley/base/task.hpp>

namespace parley::redis {

// Called once: with the answer, or with null when the connection ended before it came.
using ReplyHandler = std::move_only_function<void(const redisReply*)>;

class ConnectionOwner {
 public:
  virtual ~ConnectionOwner() = default;
  // A subscription was confirmed or ended, or something was published: an array of kind, channel and payload.
  virtual void pushed(const redisReply& message) = 0;
  // The connection has ended, by whomever; the handlers of what was not answered are called next.
  virtual void closed() = 0;
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  // Starts to connect to a numeric address. What is sent meanwhile goes out when the connection stands.
  static std::shared_ptr<Connection> open(Executor loop, const std::string& address, std::uint16_t port,
                                          ConnectionOwner& owner);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // A whole command, as encode_command() makes it, with one reply. Commands of one turn leave in one system call.
  void send(std::string_view command, ReplyHandler handler);
  // SUBSCRIBE or UNSUBSCRIBE: its replies are pushed.
  void send_subscription(std::string_view command);
  // Ends it at once; the handlers of what was not answered are called.
  void close(std::string reason);

  bool is_open() const { return context_ != nullptr; }
  // Why it ended.
  const std::string& reason() const { return reason_; }
  // Whether any byte has arrived since this was last asked.
  bool take_heard() { return std::exchange(is_heard_, false); }

 private:
  using Descriptor = asio::posix::basic_stream_descriptor<Executor>;

  Connection(Executor loop, ConnectionOwner& owner) : loop_(loop), owner_(&owner) {}
  void attach(redisAsyncContext* context);
  void wait_to_read();
  void wait_to_write();
  // hiredis gives the context up: the descriptor is its own again, and nothing is answered any more.
  void detach();
  static void reply_arrived(redisAsyncContext* context, void* reply, void* connection);
  static void message_arrived(redisAsyncContext* context, void* reply, void* connection);

  Executor loop_;
  ConnectionOwner* owner_;
  redisAsyncContext* context_ = nullptr;  // hiredis frees it
  std::optional<Descriptor> descriptor_;
  bool is_reading_ = false;
  bool is_writing_ = false;
  bool is_heard_ = false;
  std::deque<ReplyHandler> unanswered_;  // replies come in the order of the commands
  std::string reason_;
};

}  // namespace parley::redis
