// Announces to the members of a conversation who is typing. The typing module owns it; any loop may call it.
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
  // Calls `wake`, on the loop of the user who types, when a signal was collected and none waited before.
  Typing(Database& database, const Limits& limits, Announcer announce, std::function<void()> wake = {});

  // Notes that the caller types, or has stopped. Errors: not_found, forbidden (the caller has left the conversation,
  // or the other account of a direct conversation is closed), blocked (one of the two users of a direct conversation
  // has blocked the other). In a group, members who have blocked the caller, and those that the caller has blocked, do
  // not see it.
  Task<void> set(Caller caller, ConversationId conversation, bool active);
  // Does the same without reading the membership. Reads who may see the typing only if that has not been read for a few
  // seconds. Errors: as set().
  // REQUIRES: the caller is a member.
  Task<void> set_by_member(Caller caller, ConversationId conversation, bool active);
  // Announces the signals that were collected. Called a moment after `wake`.
  void flush();

 private:
  void announce(const TypingChanged& signal, bool is_merged, Instant now);

  Database& database_;
  Announcer announce_;
  std::function<void()> wake_;
  TypingSignals signals_;
};

}  // namespace parley
