#include <algorithm>

#include "bus/redis/bytes.hpp"
#include "bus/redis/node_roll.hpp"

namespace parley::redis {
namespace {

constexpr std::uint8_t kVersion = 2;

}  // namespace

std::string encode_report(const NodeReport& report) {
  ByteWriter out;
  out.number(kVersion);
  out.uuid(report.node);
  out.number(report.losses);
  out.number(static_cast<std::uint8_t>(report.is_leaving));
  return out.take();
}

std::optional<Uuid> reporter_of(std::string_view message) {
  ByteReader in(message);
  const bool is_ours = in.number<std::uint8_t>() == kVersion;
  const Uuid node = in.uuid();
  if (!is_ours || !in.is_good()) return std::nullopt;
  return node;
}

std::optional<NodeReport> decode_report(std::string_view message) {
  ByteReader in(message);
  if (in.number<std::uint8_t>() != kVersion) return std::nullopt;
  NodeReport report;
  report.node = in.uuid();
  report.losses = in.number<std::uint64_t>();
  const auto leaving = in.number<std::uint8_t>();
  report.is_leaving = leaving == 1;
  if (!in.is_at_end() || leaving > 1) return std::nullopt;
  return report;
}

// A new node starts with 0 losses, so its first report counts as news if it has ever lost something.
bool NodeRoll::record_report(const NodeReport& report, Instant now) {
  const auto node = nodes_.try_emplace(report.node, Node{0, now}).first;
  const bool has_lost = node->second.losses != report.losses;
  node->second = {report.losses, now};
  if (report.is_leaving) nodes_.erase(node);
  return has_lost;
}

void NodeRoll::resume(Instant now) {
  for (auto& [id, node] : nodes_) node.heard_at = now;
}

std::size_t NodeRoll::count_silent(Instant now) {
  std::erase_if(nodes_, [&](const auto& entry) { return now - entry.second.heard_at > memory_; });
  return static_cast<std::size_t>(
      std::ranges::count_if(nodes_, [&](const auto& entry) { return now - entry.second.heard_at > patience_; }));
}

}  // namespace parley::redis
