// The link for commands. Any thread sends; what came together goes to the loop together and leaves in one system call.
// Nothing waits for a link that is down: it is refused at once, and what the connection took down with it is lost.
#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <vector>

#include "bus/redis/link.hpp"

namespace parley::redis {

class CommandLink final : public Link {
 public:
  CommandLink(Executor loop, LinkSettings settings, std::size_t endpoint, Metrics& metrics);

  // Any thread. False where the command was not taken: the link is down, or too much waits for its answer already.
  // Otherwise the handler, which may be empty, is called once, on the link's loop.
  [[nodiscard]] bool send(std::string command, ReplyHandler handler);
  // Any thread. Nothing more is taken.
  void finish();
  // Bytes of commands that were taken and not answered. Any thread.
  std::size_t unanswered_bytes() const { return unanswered_bytes_.load(std::memory_order_relaxed); }

 private:
  struct Command {
    std::string bytes;
    ReplyHandler handler;
  };

  void begin(Connection&) override {}
  void ping(Connection& connection) override;
  void end() override {}
  void flush();
  void answer(std::size_t bytes, ReplyHandler& handler, const redisReply* reply);

  std::mutex mutex_;
  std::vector<Command> queue_;
  bool is_flush_posted_ = false;
  bool is_finished_ = false;
  std::atomic<std::size_t> unanswered_bytes_ = 0;
};

}  // namespace parley::redis
