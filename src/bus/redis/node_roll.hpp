// Tracks the other nodes that publish through an endpoint. A node that cannot reach Redis cannot say so there, and the
// other nodes would not notice that they miss its publications. Therefore every node reports a few times a second, and
// the others check whether a node has become silent. Pure code: the caller passes the time in. The owner uses it on one
// thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include <parley/base/time.hpp>
#include <parley/base/uuid.hpp>

namespace parley::redis {

// A report is encoded as version u8, node 16 bytes, losses u64 and is_leaving u8, in big-endian order. The bus
// seals it (seal.hpp); reports of version 1 had no seal.
struct NodeReport {
  Uuid node;
  std::uint64_t losses = 0;  // how often since its start publications of the node may not have reached Redis
  bool is_leaving = false;
  friend bool operator==(const NodeReport&, const NodeReport&) = default;
};

std::string encode_report(const NodeReport& report);
// Returns the node that sent the report, reading only its first bytes. Returns nothing for another version.
std::optional<Uuid> reporter_of(std::string_view message);
// Returns nothing for a message that is not a whole report of this version.
std::optional<NodeReport> decode_report(std::string_view message);

class NodeRoll {
 public:
  // A node counts as silent when it has not reported for the time `patience`. After the time `memory` it is considered
  // dead and forgotten; the other nodes have found its last commits in the database by then.
  NodeRoll(milliseconds patience, milliseconds memory) : patience_(patience), memory_(memory) {}

  // Records a report. Returns whether the node has lost publications since its last report. For a node's first report,
  // returns whether it has ever lost any, because this node may have missed them.
  bool record_report(const NodeReport& report, Instant now);
  // Restarts the time of silence for every node. Call it when the subscription link is up again: silence during the
  // time in which this node could not receive reports means nothing.
  void resume(Instant now);
  // Returns the number of silent nodes, and forgets those that are considered dead.
  std::size_t count_silent(Instant now);

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
