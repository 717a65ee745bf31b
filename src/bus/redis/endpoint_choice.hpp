// Chooses the Redis endpoint to which a topic, user or key belongs. Every node must choose the same one, so the choice
// depends only on the endpoints' labels and the key, not on the order of the configuration. Pure and immutable after
// construction; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace parley::redis {

// Implements rendezvous hashing (Thaler and Ravishankar, "Using Name-Based Mappings to Increase Hit Rates", 1998): each
// endpoint has a weight for the key, and the endpoint with the greatest weight is chosen. A new endpoint takes an equal
// share from each of the others; when an endpoint is removed, only its own keys move. A server has few endpoints, so
// computing a weight for each is cheaper than a ring of virtual nodes.
class EndpointChoice {
 public:
  // REQUIRES: `labels` is not empty.
  explicit EndpointChoice(std::span<const std::string> labels);

  // Returns the index in `labels` of the key's endpoint.
  std::size_t of(std::string_view key) const;
  std::size_t size() const { return seeds_.size(); }

 private:
  std::vector<std::uint64_t> seeds_;
};

}  // namespace parley::redis
