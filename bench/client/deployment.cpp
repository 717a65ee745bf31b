#include "client/deployment.hpp"

namespace parley::bench {

Deployment::Deployment(const ServerCommand& command, const std::filesystem::path& folder, std::size_t nodes) {
  for (std::size_t i = 0; i < nodes; ++i) nodes_.push_back(std::make_unique<ServerProcess>(command, folder));
}

std::vector<std::uint16_t> Deployment::ports() const {
  std::vector<std::uint16_t> ports;
  for (const auto& node : nodes_) ports.push_back(node->port());
  return ports;
}

std::chrono::microseconds Deployment::cpu_time() const {
  std::chrono::microseconds sum{0};
  for (const auto& node : nodes_) sum += node->cpu_time();
  return sum;
}

std::size_t Deployment::resident_bytes() const {
  std::size_t sum = 0;
  for (const auto& node : nodes_) sum += node->resident_bytes();
  return sum;
}

}  // namespace parley::bench
