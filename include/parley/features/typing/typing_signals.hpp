// Decides which typing signals are announced. A client repeats its signal while its user types, and only some of these
// are passed on. In a large conversation signals are collected and announced together, so that a hundred people who
// type at once make ten events a second and not hundreds. A state machine without I/O: the caller passes the time. Any
// thread.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include <parley/base/limits.hpp>
#include <parley/base/time.hpp>
#include <parley/core/event.hpp>

namespace parley {

class TypingSignals {
 public:
  explicit TypingSignals(const Limits& limits) : limits_(limits) {}

  // Returns whether the signal is announced. That a user types is announced limits.typing_per_second times a second.
  // That a user stopped is announced if typing was announced before.
  bool admit(const TypingChanged& signal, Instant now);
  // Returns whether signals of this conversation are collected. Returns nothing if its size was not noted in the last
  // seconds.
  std::optional<bool> merges(ConversationId conversation, Instant now);
  void note_size(ConversationId conversation, std::int64_t members, Instant now);
  // Collects a signal. Returns true if no other signal waits.
  bool merge(const TypingChanged& signal);
  // Takes what was collected. Returns for each conversation one event for members who do not type, and for each user
  // who types one event without that user.
  std::vector<TypingMerged> take();

 private:
  struct Announced {
    Instant at;
    bool is_active;
  };
  struct Size {
    bool is_large;
    Instant until;
  };
  using Typist = std::pair<ConversationId, UserId>;

  void forget_old(Instant now);

  const Limits& limits_;
  std::mutex mutex_;  // guards all members that follow
  std::map<Typist, Announced> announced_;
  std::unordered_map<ConversationId, Size> sizes_;
  std::size_t clean_at_ = 1024;  // old entries are removed when the two maps have this many
  std::map<Typist, bool> waiting_;
};

}  // namespace parley
