// Tells the others who types. Owned by the typing module, asked from any loop.
#pragma once

#include <functional>

#include <parley/base/limits.hpp>
#include <parley/base/task.hpp>
#include <parley/base/time.hpp>
#include <parley/core/announcer.hpp>
#include <parley/core/caller.hpp>
#include <parley/features/typing/typing_signals.hpp>
#include <parley/store/database.hpp>

namespace parley {

class Typing {
 public:
  // `wake` is called, on the loop of the user who types, when the first signal waits to be told together with others.
  Typing(Database& database, const Limits& limits, Announcer announce, std::function<void()> wake = {});

  // Errors: those of Messages.
  Task<void> set(Caller caller, ConversationId conversation, bool active);
  // REQUIRES: the caller is a member. Mostly reads nothing.
  Task<void> set_by_member(Caller caller, ConversationId conversation, bool active);
  // Tells what waits; to be called a moment after a wake.
  void flush();

 private:
  void tell(const TypingChanged& signal, bool merges, Instant now);

  Database& database_;
  Announcer announce_;
  std::function<void()> wake_;
  TypingSignals signals_;
};

}  // namespace parley
