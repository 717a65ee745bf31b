// The life of a live client: whether its user has signed in, whether it receives events, how many of its requests are
// under way, whether the server stops, and what is due when. Pure: the caller passes the time in. Owned by one
// LiveClient, on its loop.
#pragma once

#include <cstddef>
#include <cstdint>

#include <parley/base/limits.hpp>
#include <parley/base/time.hpp>

namespace parley {

class LiveLife {
 public:
  // What is due. The first three end the connection: the client did not sign in, its token has expired, or nothing was
  // heard from it. A beat is sent once in each interval.
  enum class Due : std::uint8_t { nothing, sign_in, new_token, sign_of_life, beat };
  // What the owner must do after a request.
  enum class After : std::uint8_t { resume_reading, close };

  LiveLife(const Limits& limits, Instant now)
      : limits_(limits), opened_at_(now), next_beat_(now + limits.heartbeat_interval) {}

  // The client has signed in. It is counted among its user's connections until leave().
  void identify();
  // The client has the snapshot, and events follow.
  void follow() { stage_ = Stage::following; }
  // The client can no longer be reached. Returns true if it was counted.
  bool leave();
  // Sets when the client needs a new token.
  void expire_at(Instant when) { expires_at_ = when; }

  bool is_identified() const { return stage_ != Stage::unknown; }
  bool is_following() const { return stage_ == Stage::following; }
  bool is_counted() const { return is_identified() && !has_left_; }

  // A request begins. Returns true if reading must pause until a request has been answered.
  bool begin_request() { return ++in_flight_ >= limits_.requests_in_flight; }
  // A request has been answered.
  After end_request();
  // The server stops, so no further request is taken. Returns true if none is under way, so that the owner closes now.
  bool retire();
  bool takes_requests() const { return !is_retiring_; }

  // Returns the first thing that is due. `last_heard` is when the last byte of the client arrived.
  Due due(Instant now, Instant last_heard);
  // Returns when something is due next.
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
