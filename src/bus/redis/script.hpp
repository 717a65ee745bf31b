// Runs Lua scripts inside Redis, where several steps are atomic and all nodes share one clock. A script is a constant;
// any thread may run it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <parley/base/task.hpp>
#include <parley/base/time.hpp>

#include "bus/redis/command_link.hpp"

namespace parley::redis {

// The result of a script: the integers and the texts that it returns, each in their order.
struct ScriptResult {
  std::vector<std::int64_t> numbers;
  std::vector<std::string> texts;
};
// Is empty if the script failed or the server could not be asked.
using Answer = std::optional<ScriptResult>;

class Script {
 public:
  explicit Script(std::string_view text);

  struct Call {
    std::vector<std::string> keys;
    std::vector<std::string> arguments;
  };

  // Runs the script by its hash, and again with its text if the server does not know the hash. Returns false if the
  // link refuses the command; otherwise `handler` is called once, on the link's loop.
  // REQUIRES: the script and the link outlive the call.
  [[nodiscard]] bool run(CommandLink& link, Call call, std::function<void(Answer)> handler) const;

  struct Question {
    CommandLink* link;
    Call call;
  };

  // Asks all questions at the same time, from a coroutine on any loop, and returns the answers in the order of the
  // questions. An answer that has not come within the time `timeout` is empty.
  Awaitable<std::vector<Answer>> ask(std::vector<Question> questions, milliseconds timeout) const;

 private:
  std::string encode(std::string_view verb, std::string_view script, const Call& call) const;

  std::string text_;
  std::string hash_;  // SHA-1 in hexadecimal, which EVALSHA takes instead of the text
};

}  // namespace parley::redis
