#include <algorithm>

#include "store/postgres/announcer.hpp"

namespace parley::postgres {
namespace {

// Returns whether two sorted lists have a stream in common.
bool have_one_in_common(std::span<const Uuid> one, std::span<const Uuid> other) {
  while (!one.empty() && !other.empty()) {
    if (one.front() == other.front()) return true;
    auto& lesser = one.front() < other.front() ? one : other;
    lesser = lesser.subspan(1);
  }
  return false;
}

}  // namespace

Announcer::Turn::Turn(Announcer& announcer, std::vector<PendingEvent> events)
    : announcer_(announcer), events_(std::move(events)) {
  Streams streams;
  for (const PendingEvent& event : events_) {
    if (event.stream) streams.push_back(*event.stream);
  }
  std::ranges::sort(streams);
  std::scoped_lock lock(announcer_.mutex_);
  number_ = ++announcer_.turns_taken_;  // NOLINT(cppcoreguidelines-prefer-member-initializer): needs the lock
  announcer_.turns_.emplace(number_, std::move(streams));
}

// A turn ends even if its commit failed or its events were not announced, so that later turns never wait for it.
Announcer::Turn::~Turn() {
  {
    std::scoped_lock lock(announcer_.mutex_);
    announcer_.turns_.erase(number_);
  }
  announcer_.ended_.notify_all();
}

void Announcer::Turn::announce() {
  if (!announcer_.listener_ || events_.empty()) return;
  {
    std::unique_lock lock(announcer_.mutex_);
    announcer_.ended_.wait(lock, [&] { return !announcer_.has_earlier_turn(number_); });
  }
  announcer_.listener_(std::move(events_));
}

// The map is sorted by number, so the earlier turns are those before this one.
bool Announcer::has_earlier_turn(std::uint64_t number) const {
  const auto own = turns_.find(number);
  return std::any_of(turns_.begin(), own,
                     [&](const auto& turn) { return have_one_in_common(turn.second, own->second); });
}

}  // namespace parley::postgres
