#include <algorithm>

#include "store/postgres/announcer.hpp"

namespace parley::postgres {
namespace {

// The conversation or user whose order the event belongs to; nothing for what has no order.
std::optional<Uuid> stream_of(const Event& event) {
  if (const auto* change = std::get_if<ConversationEvent>(&event)) return change->conversation.uuid();
  if (const auto* change = std::get_if<UserEvent>(&event)) return change->user.uuid();
  return std::nullopt;
}

bool have_one_in_common(std::span<const Uuid> one, std::span<const Uuid> other) {
  while (!one.empty() && !other.empty()) {
    if (one.front() == other.front()) return true;
    auto& lesser = one.front() < other.front() ? one : other;
    lesser = lesser.subspan(1);
  }
  return false;
}

}  // namespace

Announcer::Turn::Turn(Announcer& announcer, std::span<const Event> events) : announcer_(announcer), events_(events) {
  Streams streams;
  for (const Event& event : events) {
    if (const auto stream = stream_of(event)) streams.push_back(*stream);
  }
  std::ranges::sort(streams);
  std::scoped_lock lock(announcer_.mutex_);
  number_ = ++announcer_.turns_taken_;  // NOLINT(cppcoreguidelines-prefer-member-initializer): needs the lock
  announcer_.turns_.emplace(number_, std::move(streams));
}

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
  announcer_.listener_(events_);
}

bool Announcer::has_earlier_turn(std::uint64_t number) const {
  const auto own = turns_.find(number);
  return std::any_of(turns_.begin(), own,
                     [&](const auto& turn) { return have_one_in_common(turn.second, own->second); });
}

}  // namespace parley::postgres
