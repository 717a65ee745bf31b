// Remembers which streams of a shard miss events, and whether the shard already checks them regularly. Pure; owned by
// its shard, on its loop.
#pragma once

#include <unordered_set>
#include <vector>

#include <parley/bus/topic.hpp>

namespace parley {

class GapWatch {
 public:
  // Records whether the topic's stream misses events. Returns true if the caller must start to call look() regularly,
  // because it does not do so yet.
  [[nodiscard]] bool note(const Topic& topic, bool has_gap) {
    if (!has_gap) {
      gaps_.erase(topic);
      return false;
    }
    gaps_.insert(topic);
    if (state_ != State::idle) return false;
    state_ = State::looking;
    return true;
  }
  void forget(const Topic& topic) { gaps_.erase(topic); }

  // Returns the topics that miss events. If there is none, the caller stops to call look() until note() asks for it
  // again.
  std::vector<Topic> look() {
    if (state_ == State::stopped) return {};
    if (gaps_.empty()) state_ = State::idle;
    return {gaps_.begin(), gaps_.end()};
  }
  // From now on look() returns nothing and note() asks for nothing.
  void stop() { state_ = State::stopped; }

 private:
  enum class State { idle, looking, stopped };

  std::unordered_set<Topic> gaps_;
  State state_ = State::idle;
};

}  // namespace parley
