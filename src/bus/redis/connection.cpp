#include <utility>

#include "bus/redis/connection.hpp"

namespace parley::redis {

// redisAsyncConnect() does not block, because the address is numeric. A connection that cannot be made is returned
// closed, with the reason.
std::shared_ptr<Connection> Connection::open(Executor loop, const std::string& address, std::uint16_t port,
                                             ConnectionOwner& owner) {
  std::shared_ptr<Connection> connection(new Connection(loop, owner));
  redisAsyncContext* context = redisAsyncConnect(address.c_str(), port);
  if (context == nullptr) {
    connection->reason_ = "out of memory";
  } else if (context->err != 0) {
    connection->reason_ = context->errstr;
    redisAsyncFree(context);
  } else {
    connection->attach(context);
  }
  return connection;
}

Connection::~Connection() {
  owner_ = nullptr;
  if (context_ != nullptr) redisAsyncFree(context_);
}

// Connects hiredis's event hooks to Asio. Each hook waits for one readiness of the socket; another call while that wait
// is pending changes nothing. hiredis calls the hooks again after every read and while it has bytes to write, so the
// hooks that cancel a wait have nothing to do.
void Connection::attach(redisAsyncContext* context) {
  context_ = context;
  descriptor_.emplace(loop_, context->c.fd);
  context->ev.data = this;
  context->ev.addRead = [](void* connection) { static_cast<Connection*>(connection)->wait_to_read(); };
  context->ev.delRead = [](void*) {};
  context->ev.addWrite = [](void* connection) { static_cast<Connection*>(connection)->wait_to_write(); };
  context->ev.delWrite = [](void*) {};
  context->ev.cleanup = [](void* connection) { static_cast<Connection*>(connection)->detach(); };
}

// The handler holds a reference to the connection, so that it lives as long as the wait is pending.
void Connection::wait_to_read() {
  if (std::exchange(is_reading_, true)) return;
  descriptor_->async_wait(Descriptor::wait_read, [self = shared_from_this()](boost::system::error_code) {
    self->is_reading_ = false;
    if (!self->is_open()) return;
    self->has_received_ = true;
    redisAsyncHandleRead(self->context_);
  });
}

void Connection::wait_to_write() {
  if (std::exchange(is_writing_, true)) return;
  descriptor_->async_wait(Descriptor::wait_write, [self = shared_from_this()](boost::system::error_code) {
    self->is_writing_ = false;
    if (self->is_open()) redisAsyncHandleWrite(self->context_);
  });
}

// The order matters: the owner learns that the connection has ended before the handlers run, which may send again.
void Connection::detach() {
  if (reason_.empty()) reason_ = context_->err != 0 ? context_->c.errstr : "closed";
  context_ = nullptr;
  descriptor_->release();
  if (owner_ == nullptr) return;
  owner_->closed();
  for (ReplyHandler& handler : std::exchange(unanswered_, {})) {
    if (handler) handler(nullptr);
  }
}

void Connection::send(std::string_view command, ReplyHandler handler) {
  if (!is_open() || redisAsyncFormattedCommand(context_, &Connection::reply_arrived, this, command.data(),
                                               command.size()) != REDIS_OK) {
    if (handler) handler(nullptr);
    return;
  }
  unanswered_.push_back(std::move(handler));
}

void Connection::send_subscription(std::string_view command) {
  if (is_open()) {
    redisAsyncFormattedCommand(context_, &Connection::message_arrived, this, command.data(), command.size());
  }
}

void Connection::close(std::string reason) {
  if (!is_open()) return;
  reason_ = std::move(reason);
  redisAsyncFree(context_);
}

// hiredis calls this with null for each open command when it frees the context. These calls are ignored, because
// detach() calls the remaining handlers in order.
void Connection::reply_arrived(redisAsyncContext*, void* reply, void* connection) {
  auto& self = *static_cast<Connection*>(connection);
  if (reply == nullptr || self.unanswered_.empty()) return;
  ReplyHandler handler = std::move(self.unanswered_.front());
  self.unanswered_.pop_front();
  if (handler) handler(static_cast<const redisReply*>(reply));
}

void Connection::message_arrived(redisAsyncContext*, void* reply, void* connection) {
  auto& self = *static_cast<Connection*>(connection);
  if (reply == nullptr || self.owner_ == nullptr) return;
  self.owner_->pushed(*static_cast<const redisReply*>(reply));
}

}  // namespace parley::redis
