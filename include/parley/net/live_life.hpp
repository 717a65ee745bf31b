// The life of a live client: who has been proven, whether hello was said, which requests are under way, whether the
// server stops, and what is due when. Pure, time passed in; owned by one LiveClient, on its loop.
#pragma once

#include <cstddef>
#include <cstdint>

#include <parley/base/limits.hpp>
#include <parley/base/time.hpp>

namespace parley {

class LiveLife {
 public:
  // What is due at a time.
  enum class Due : std::uint8_t { nothing, sign_in, new_token, sign_of_life, beat };
  // What the end of a request asks for.
  enum class After : std::uint8_t { resume_reading, close };

  LiveLife(const Limits& limits, Instant now)
      : limits_(limits), opened_at_(now), next_beat_(now + limits.heartbeat_interval) {}

  // The session was found alive. The client is counted among its user's connections until leave().
  void identify();
  // The snapshot is complete up to here: events follow.
  void follow() { stage_ = Stage::following; }
  // The client can no longer be reached. True if it was counted.
  bool leave();
  void expire_at(Instant when) { expires_at_ = when; }

  bool is_identified() const { return stage_ != Stage::unknown; }
  bool is_following() const { return stage_ == Stage::following; }
  bool is_counted() const { return is_identified() && !has_left_; }

  // A request begins. True if reading is to pause until one has been answered.
  bool begin_request() { return ++in_flight_ >= limits_.requests_in_flight; }
  After end_request();
  // The server stops: no further request is taken. True if none is under way, so that the client is closed now.
  bool retire();
  bool takes_requests() const { return !is_retiring_; }

  // The first of what is due, where something was heard last at that time. A beat is due once in its interval.
  Due due(Instant now, Instant last_heard);
  // When something is due next.
  Instant next_due(Instant last_heard) const;

 private:
  enum class Stage : std::uint8_t { unknown, identified, following };

  const Limits& limits_;
  Instant opened_at_;
  Instant next_beat_;
  Instant expires_at_ = Instant::max();
  std::size_t in_flight_ = 0;
  Stage stage_ = Stage::unknown;
  bool has_left_ = false;
  bool is_retiring_ = false;
};

}  // namespace parley
