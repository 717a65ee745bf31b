// Lua scripts that run inside Redis, where several steps are one and there is one clock for all nodes. A script is a
// constant; the calls may come from any thread.
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

// What a script gave: one whole number, or several. Nothing when it failed, or nobody could be asked.
using Numbers = std::optional<std::vector<std::int64_t>>;

class Script {
 public:
  explicit Script(std::string_view text);

  struct Call {
    std::vector<std::string> keys;
    std::vector<std::string> arguments;
  };

  // Runs it by its hash, and with its text where the server does not know it (yet, or any more). `handler` is called on
  // the link's loop; false, and no call, where the link does not take the command.
  [[nodiscard]] bool run(CommandLink& link, Call call, std::function<void(Numbers)> handler) const;

  struct Question {
    CommandLink* link;
    Call call;
  };

  // For a coroutine on any loop: all of these at once, the answers in their order. One that is late is missing.
  Awaitable<std::vector<Numbers>> ask(std::vector<Question> questions, milliseconds patience) const;

 private:
  std::string encode(std::string_view verb, std::string_view script, const Call& call) const;

  std::string text_;
  std::string hash_;  // SHA-1 in hexadecimal, by which EVALSHA knows it
};

}  // namespace parley::redis
