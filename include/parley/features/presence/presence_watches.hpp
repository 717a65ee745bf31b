// The presence watches, one for each event loop. The presence module owns them; each watch is used on its own loop.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include <parley/features/presence/presence_watch.hpp>

namespace parley {

class PresenceWatches {
 public:
  PresenceWatches(std::span<asio::io_context* const> loops, PresenceLeases& leases, const PresenceSources& sources,
                  const EncodeText& encode, PresenceLimits limits)
      : loops_(loops.begin(), loops.end()) {
    for (asio::io_context* loop : loops) {
      watches_.push_back(std::make_unique<PresenceWatch>(*loop, leases, sources, encode, limits));
    }
  }

  // Returns the watch of a loop. REQUIRES: the caller runs on that loop.
  PresenceWatch& on(std::size_t loop) { return *watches_[loop]; }
  PresenceWatch& on(const asio::io_context& loop) {
    return on(static_cast<std::size_t>(std::ranges::find(loops_, &loop) - loops_.begin()));
  }

 private:
  std::vector<const asio::io_context*> loops_;
  std::vector<std::unique_ptr<PresenceWatch>> watches_;  // one for each loop
};

}  // namespace parley
