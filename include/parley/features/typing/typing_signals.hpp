// Decides which typing signals are announced. A client repeats its signal while its user types, and only some of these
// are passed on. In a large conversation signals are collected and announced together, so that a hundred people who
// type at once make ten events a second and not hundreds. A state machine without I/O: the caller passes the time. Any
// thread.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include <parley/base/limits.hpp>
#include <parley/base/time.hpp>
#include <parley/core/event.hpp>

namespace parley {

// Who gets the signals of one member in one conversation.
struct TypingAudience {
  bool is_large = false;                 // signals are collected, because there are many members
  std::vector<UserId> hidden_from = {};  // members who do not see that this member types
};

class TypingSignals {
 public:
  explicit TypingSignals(const Limits& limits) : limits_(limits) {}

  // Returns whether the signal is announced. That a user types is announced limits.typing_per_second times a second.
  // That a user stopped is announced if typing was announced before.
  bool admit(const TypingChanged& signal, Instant now);
  // Returns the audience of a member who types. Returns nothing if it was not noted in the last seconds.
  std::optional<TypingAudience> audience(ConversationId conversation, UserId user, Instant now);
  // Notes the audience of a member who types: the number of members, and those who do not see this member's typing.
  // Returns the audience.
  TypingAudience note_audience(ConversationId conversation, UserId user, std::int64_t members,
                               std::vector<UserId> hidden_from, Instant now);
  // Collects a signal. Returns true if no other signal waits.
  bool merge(const TypingChanged& signal);
  // Takes what was collected. Returns for each conversation one event for members who see all of it. Each member who
  // types, or may not see one of them, gets one event with what this member may see.
  std::vector<TypingMerged> take();

 private:
  struct Announced {
    Instant at;
    bool is_active;
  };
  struct Known {
    TypingAudience audience;
    Instant until;
  };
  struct Waiting {
    bool is_active;
    std::vector<UserId> hidden_from;
  };
  using Typist = std::pair<ConversationId, UserId>;
  using Typists = std::vector<std::pair<UserId, Waiting>>;

  static void merge_conversation(ConversationId conversation, const Typists& typists,
                                 std::vector<TypingMerged>& merged);
  void forget_old(Instant now);

  const Limits& limits_;
  std::mutex mutex_;  // guards all members that follow
  std::map<Typist, Announced> announced_;
  std::map<Typist, Known> audiences_;
  std::size_t clean_at_ = 1024;  // old entries are removed when the two maps have this many
  std::map<Typist, Waiting> waiting_;
};

}  // namespace parley
