// Tells features that a live connection has ended, so that they forget what they keep for it. Plain values.
#pragma once

#include <cstddef>
#include <functional>

#include <parley/hub/subscriber.hpp>

namespace parley {

struct EndedConnection {
  Subscriber& subscriber;  // destroyed afterwards
  std::size_t loop_index;
  bool was_seen;  // it held a presence lease: others could see that its user was there
};

// Called once for each connection, on its loop.
using ConnectionEnded = std::function<void(const EndedConnection&)>;

}  // namespace parley
