// The link for commands. Links owns it. Any thread may send; commands that come at about the same time are handed to
// the loop together and are sent in one system call. Commands never wait for a link that is down: it refuses them at
// once, and commands without a reply are lost when the connection ends.
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

  // Sends a command, as encode_command() returns it. Returns false if the command is refused, because the link is down
  // or too many bytes already wait for a reply. Otherwise the handler, which may be empty, is called once, on the
  // link's loop. Any thread.
  [[nodiscard]] bool send(std::string command, ReplyHandler handler);
  // Refuses all further commands. Any thread.
  void finish();
  // Returns the bytes of the commands that were accepted and have no reply yet. Any thread.
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

  std::mutex mutex_;  // guards the queue and the two flags
  std::vector<Command> queue_;
  bool is_flush_posted_ = false;
  bool is_finished_ = false;
  std::atomic<std::size_t> unanswered_bytes_ = 0;
};

}  // namespace parley::redis
