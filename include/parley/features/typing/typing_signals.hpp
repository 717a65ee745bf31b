// Who types, on its way to the others: as often as it is worth telling, and of large conversations together, so that a
// hundred people who type at once are ten events a second and not hundreds. A state machine, time passed in; any
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

  // Is it worth telling? That somebody types, once in a while; that somebody stopped, after that was told.
  bool admit(const TypingChanged& signal, Instant now);
  // Is it told together in this conversation? Nothing, where its size has not been noted lately.
  std::optional<bool> merges(ConversationId conversation, Instant now);
  void note_size(ConversationId conversation, std::int64_t members, Instant now);
  // Keeps it to be told together; true for the first one that waits.
  bool merge(const TypingChanged& signal);
  // All that waits: for each conversation what the others hear, and for each who types what the rest does.
  std::vector<TypingMerged> take();

 private:
  struct Said {
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
  std::mutex mutex_;
  std::map<Typist, Said> said_;
  std::unordered_map<ConversationId, Size> sizes_;
  std::size_t clean_at_ = 1024;  // entries in the two
  std::map<Typist, bool> waiting_;
};

}  // namespace parley
