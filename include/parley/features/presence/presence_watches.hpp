// The presence watches, one for each event loop. The presence module owns them; each watch is used on its own loop.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include <parley/features/presence/presence_watch.hpp>

namespace parley {

class PresenceWatches {
 public:
  PresenceWatches(std::span<asio::io_context* const> loops, PresenceLeases& leases, const CompletePresences& complete,
                  const EncodeText& encode, PresenceLimits limits) {
    for (asio::io_context* loop : loops) {
      watches_.push_back(std::make_unique<PresenceWatch>(*loop, leases, complete, encode, limits));
    }
  }

  // Returns the watch of a loop. REQUIRES: the caller runs on that loop.
  PresenceWatch& on(std::size_t loop) { return *watches_[loop]; }

 private:
  std::vector<std::unique_ptr<PresenceWatch>> watches_;  // one for each loop
};

}  // namespace parley
