// Remembers which streams of a shard miss something, and whether somebody looks after them already. Pure; owned by its
// shard, on its loop.
#pragma once

#include <unordered_set>
#include <vector>

#include <parley/bus/topic.hpp>

namespace parley {

class GapWatch {
 public:
  // The topic's stream misses something, or nothing any more. True if the caller must start to look now and then,
  // because nobody looks yet.
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

  // The topics to look after now. None: the looking has ended, and note() asks for it again when there is a reason.
  std::vector<Topic> look() {
    if (state_ == State::stopped) return {};
    if (gaps_.empty()) state_ = State::idle;
    return {gaps_.begin(), gaps_.end()};
  }
  // Nobody is to look any more.
  void stop() { state_ = State::stopped; }

 private:
  enum class State { idle, looking, stopped };

  std::unordered_set<Topic> gaps_;
  State state_ = State::idle;
};

}  // namespace parley
