// Who else publishes through an endpoint, and whether they still do. A node that cannot reach Redis cannot say so
// there: the others would believe themselves whole while they miss all that it publishes. So every node reports a few
// times a second, and its silence is news. Pure, time passed in; the owner keeps it to one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include <parley/base/time.hpp>
#include <parley/base/uuid.hpp>

namespace parley::redis {

struct NodeReport {
  Uuid node;
  std::uint64_t losses = 0;  // how often since its start something that it published may not have gone out
  bool is_leaving = false;
  friend bool operator==(const NodeReport&, const NodeReport&) = default;
};

std::string encode_report(const NodeReport& report);
std::optional<NodeReport> decode_report(std::string_view message);

class NodeRoll {
 public:
  // A node is silent after `patience`, and forgotten after `memory`: it is dead, and what it committed before has been
  // found in the database by then.
  NodeRoll(milliseconds patience, milliseconds memory) : patience_(patience), memory_(memory) {}

  // True when the node has lost something since its last report, or ever if this is the first: who knows whether we
  // were listening then.
  bool hear(const NodeReport& report, Instant now);
  // We were not listening until now: nobody's silence meant anything.
  void resume(Instant now);
  // Nodes that ought to have been heard. Forgets the long silent ones.
  std::size_t silent(Instant now);

 private:
  struct Node {
    std::uint64_t losses;
    Instant heard_at;
  };

  milliseconds patience_;
  milliseconds memory_;
  std::unordered_map<Uuid, Node> nodes_;
};

}  // namespace parley::redis
