// One TCP connection to one Redis server, which runs hiredis's asynchronous interface on an Asio loop. A Link owns it,
// and pending waits for the socket keep it alive. All calls are made on its loop.
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

// Called once, with the reply, or with null if the connection ended before the reply came. The reply is valid during
// the call only.
using ReplyHandler = std::move_only_function<void(const redisReply*)>;

class ConnectionOwner {
 public:
  virtual ~ConnectionOwner() = default;
  // Called when a subscription was confirmed or ended, or a message was published. `message` is an array of kind,
  // channel and payload, valid during the call only.
  virtual void pushed(const redisReply& message) = 0;
  // Called when the connection has ended on either side. The handlers of the commands without a reply are called next.
  virtual void closed() = 0;
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  // Starts to connect to a numeric address. Commands that are sent before the connection is established are sent then.
  // REQUIRES: `owner` outlives the connection.
  static std::shared_ptr<Connection> open(Executor loop, const std::string& address, std::uint16_t port,
                                          ConnectionOwner& owner);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Sends a whole command, as encode_command() returns it, that has one reply. Commands of one turn of the loop are
  // sent in one system call.
  void send(std::string_view command, ReplyHandler handler);
  // Sends SUBSCRIBE or UNSUBSCRIBE. The owner gets the replies as pushed().
  void send_subscription(std::string_view command);
  // Ends the connection at once and calls the handlers of the commands without a reply.
  void close(std::string reason);

  bool is_open() const { return context_ != nullptr; }
  // Returns why the connection ended.
  const std::string& reason() const { return reason_; }
  // Returns whether any byte has arrived since the last call.
  bool take_received() { return std::exchange(has_received_, false); }

 private:
  using Descriptor = asio::posix::basic_stream_descriptor<Executor>;

  Connection(Executor loop, ConnectionOwner& owner) : loop_(loop), owner_(&owner) {}
  void attach(redisAsyncContext* context);
  void wait_to_read();
  void wait_to_write();
  // Called by hiredis when it is about to free its context, and with it the descriptor. No reply comes afterwards.
  void detach();
  static void reply_arrived(redisAsyncContext* context, void* reply, void* connection);
  static void message_arrived(redisAsyncContext* context, void* reply, void* connection);

  Executor loop_;
  ConnectionOwner* owner_;
  redisAsyncContext* context_ = nullptr;  // hiredis frees it
  std::optional<Descriptor> descriptor_;
  bool is_reading_ = false;
  bool is_writing_ = false;
  bool has_received_ = false;
  std::deque<ReplyHandler> unanswered_;  // in the order of the commands, which is the order of the replies
  std::string reason_;
};

}  // namespace parley::redis
