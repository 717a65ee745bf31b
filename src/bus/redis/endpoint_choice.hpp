// Which of several Redis endpoints a topic, user or key belongs to. Every node must come to the same answer, so it
// depends on the endpoints' labels and the key alone, not on the order in which they are written down. Pure; immutable
// after construction: any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace parley::redis {

// Rendezvous hashing (Thaler and Ravishankar, "Using Name-Based Mappings to Increase Hit Rates", 1998): each endpoint
// has a weight for the key, the heaviest has it. An endpoint that is added takes its share from all the others evenly,
// and one that is removed leaves the keys of the others where they are. With the few endpoints there are, looking at
// each is cheaper than a ring of virtual nodes, and the shares are even without one.
class EndpointChoice {
 public:
  explicit EndpointChoice(std::span<const std::string> labels);

  // The number of an endpoint in `labels`.
  std::size_t of(std::string_view key) const;
  std::size_t size() const { return seeds_.size(); }

 private:
  std::vector<std::uint64_t> seeds_;
};

}  // namespace parley::redis
