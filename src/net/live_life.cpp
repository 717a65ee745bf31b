#include <parley/net/live_life.hpp>

#include <algorithm>

namespace parley {

void LiveLife::identify() {
  if (stage_ == Stage::unknown) stage_ = Stage::identified;
}

bool LiveLife::leave() {
  const bool was_counted = is_counted();
  has_left_ = true;
  return was_counted;
}

LiveLife::After LiveLife::end_request() {
  --in_flight_;
  return is_retiring_ && in_flight_ == 0 ? After::close : After::resume_reading;
}

bool LiveLife::retire() {
  is_retiring_ = true;
  return in_flight_ == 0;
}

LiveLife::Due LiveLife::due(Instant now, Instant last_heard) {
  if (!is_identified() && now >= opened_at_ + limits_.hello_timeout) return Due::sign_in;
  if (now >= expires_at_) return Due::new_token;
  if (now >= last_heard + limits_.silence_timeout) return Due::sign_of_life;
  if (now < next_beat_) return Due::nothing;
  next_beat_ = now + limits_.heartbeat_interval;
  return Due::beat;
}

Instant LiveLife::next_due(Instant last_heard) const {
  const Instant next = std::min({next_beat_, expires_at_, last_heard + limits_.silence_timeout});
  return is_identified() ? next : std::min(next, opened_at_ + limits_.hello_timeout);
}

}  // namespace parley
