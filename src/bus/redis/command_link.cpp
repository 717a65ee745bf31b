#include <cassert>
#include <string_view>
#include <utility>

#include <boost/asio/post.hpp>

#include "bus/redis/command.hpp"
#include "bus/redis/command_link.hpp"

namespace parley::redis {

CommandLink::CommandLink(Executor loop, LinkSettings settings, std::size_t endpoint, Metrics& metrics)
    : Link(loop, std::move(settings), endpoint, "commands", metrics) {}

bool CommandLink::send(std::string command, ReplyHandler handler) {
  if (!is_up()) return false;
  {
    const std::scoped_lock lock(mutex_);
    if (is_finished_ || unanswered_bytes() + command.size() > settings().queued_bytes) return false;
    unanswered_bytes_ += command.size();
    queue_.push_back({std::move(command), std::move(handler)});
    // The first command of a turn posts the flush, which sends all commands that are queued by then.
    if (std::exchange(is_flush_posted_, true)) return true;
  }
  asio::post(loop(), [this] { flush(); });
  return true;
}

void CommandLink::finish() {
  const std::scoped_lock lock(mutex_);
  is_finished_ = true;
}

// Sends the queued commands. If the link has gone down since they were accepted, their handlers get null.
void CommandLink::flush() {
  std::vector<Command> commands;
  {
    const std::scoped_lock lock(mutex_);
    is_flush_posted_ = false;
    commands.swap(queue_);
  }
  for (Command& command : commands) {
    auto answered = [this, bytes = command.bytes.size(), handler = std::move(command.handler)](
                        const redisReply* reply) mutable { answer(bytes, handler, reply); };
    if (is_up()) {
      connection()->send(command.bytes, std::move(answered));
    } else {
      answered(nullptr);
    }
  }
}

// NOSCRIPT is expected: Script::run() answers it by sending the script's text. Other errors are logged.
void CommandLink::answer(std::size_t bytes, ReplyHandler& handler, const redisReply* reply) {
  unanswered_bytes_ -= bytes;
  if (reply != nullptr && reply->type == REDIS_REPLY_ERROR && !std::string_view(reply->str).starts_with("NOSCRIPT")) {
    report_refusal(*reply);
  }
  if (handler) handler(reply);
}

void CommandLink::ping(Connection& connection) { connection.send(encode_command({"PING"}), {}); }

}  // namespace parley::redis
