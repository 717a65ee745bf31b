// Puts a stream's events into order. An event that comes early waits, one that comes again is dropped, and one that is
// missing for too long is asked for. Revs are 1, 2, 3 … without gaps; an item covers the revs in (since, rev], usually
// one. Pure: the caller passes the time in. Owned by a channel of one shard.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

#include <parley/base/time.hpp>

namespace parley {

struct SequencerLimits {
  milliseconds patience{150};     // how long a gap may last before the missing items are asked for
  milliseconds retry{2000};       // how long to wait for an answer before asking again
  std::size_t held_items = 1024;  // the most items that wait; later ones are dropped and come with the answer
};

template <class Item>
class Sequencer {
 public:
  explicit Sequencer(SequencerLimits limits = {}) : limits_(limits) {}

  bool has_started() const { return position_.has_value(); }
  // Returns the last rev that was released. The first item, or start_at(), sets where the order begins.
  std::int64_t position() const { return position_.value_or(0); }
  void start_at(std::int64_t position) {
    if (!position_) position_ = position;
  }

  // Takes an item. Afterwards the caller calls release() until it returns nothing.
  void accept(std::int64_t since, std::int64_t rev, Item item, Instant now) {
    start_at(since);
    if (rev <= *position_) return;
    observe(rev, now);
    const auto [held, is_new] = held_.try_emplace(rev, since, std::move(item));
    if (!is_new && since < held->second.first) held->second = {since, std::move(item)};
    // If the item can be released now, the earlier items are covered by it and need not wait for their own turn.
    if (since <= *position_) held_.erase(held_.begin(), held_.find(rev));
    if (held_.size() > limits_.held_items) held_.erase(std::prev(held_.end()));
  }

  // Returns the next item in order, or nothing if it has not come yet.
  std::optional<Item> release(Instant now) {
    drop_covered();
    if (held_.empty() || held_.begin()->second.first > *position_) return std::nullopt;
    auto node = held_.extract(held_.begin());
    position_ = node.key();
    waiting_since_ = has_gap() ? std::optional(now) : std::nullopt;
    asked_at_.reset();
    return std::move(node.mapped().second);
  }

  // Records that the stream has reached this rev, although its item may not have come.
  void observe(std::int64_t rev, Instant now) {
    known_ = std::max(known_, rev);
    if (has_gap() && !waiting_since_) waiting_since_ = now;
  }

  // Returns a rev if items are missing and must be asked for now: everything after that rev. Returns nothing if nothing
  // is missing, or only for a short time, or if it was asked for recently.
  std::optional<std::int64_t> ask(Instant now) {
    if (!waiting_since_ || !has_gap() || now - *waiting_since_ < limits_.patience) return std::nullopt;
    if (asked_at_ && now - *asked_at_ < limits_.retry) return std::nullopt;
    asked_at_ = now;
    return position();
  }

  bool has_gap() const { return position_ && known_ > *position_; }
  std::size_t held() const { return held_.size(); }

 private:
  void drop_covered() {
    while (!held_.empty() && held_.begin()->first <= *position_) held_.erase(held_.begin());
  }

  SequencerLimits limits_;
  std::optional<std::int64_t> position_;
  std::int64_t known_ = 0;  // the highest rev that was observed
  std::map<std::int64_t, std::pair<std::int64_t, Item>> held_;  // by rev: since, item
  std::optional<Instant> waiting_since_;
  std::optional<Instant> asked_at_;
};

}  // namespace parley
