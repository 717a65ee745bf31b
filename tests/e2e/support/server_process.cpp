#include <sstream>
#include <stdexcept>

#include "e2e/support/http_client.hpp"
#include "e2e/support/server_process.hpp"

namespace parley::e2e {
namespace {

void wait_whole(std::uint16_t internal_port) {
  HttpClient client(internal_port);
  wait_until("a server that is ready", [&] { return client.get("/readyz").body.at("status") == "ready"; });
}

}  // namespace

ServerProcess::ServerProcess(const Settings& settings) {
  const Deployment deployment = chosen_deployment();
  Settings all;
  if (deployment != Deployment::embedded) {
    backends_ = std::make_unique<Backends>();
    all = backends_->settings();
  }
  all.insert(all.end(), settings.begin(), settings.end());
  for (std::size_t i = 0; i < nodes_of(deployment); ++i) {
    nodes_.emplace_back(folder_.path() / ("node" + std::to_string(i)), all);
  }
  start();
}

void ServerProcess::start() {
  for (Node& node : nodes_) node.begin_start();
  for (Node& node : nodes_) node.wait_ready();
  // A node serves before it is connected to Redis. A test of shared events or limits has to wait for the connection.
  if (backends_) {
    for (const Node& node : nodes_) wait_whole(node.internal_port());
  }
}

int ServerProcess::stop(int signal) {
  for (Node& node : nodes_) node.begin_stop(signal);
  int worst = 0;
  for (Node& node : nodes_) {
    const int code = node.wait_stopped();
    if (code != 0) worst = code;
  }
  return worst;
}

void ServerProcess::kill() {
  for (Node& node : nodes_) node.kill();
}

void ServerProcess::start_node(std::size_t node) {
  nodes_.at(node).begin_start();
  nodes_.at(node).wait_ready();
}

std::vector<std::uint16_t> ServerProcess::ports() const {
  std::vector<std::uint16_t> all;
  for (const Node& node : nodes_) all.push_back(node.port());
  return all;
}

std::vector<std::uint16_t> ServerProcess::internal_ports() const {
  std::vector<std::uint16_t> all;
  for (const Node& node : nodes_) all.push_back(node.internal_port());
  return all;
}

Settings ServerProcess::store_settings() const {
  if (backends_) return backends_->settings();
  return {"store.sqlite.path=" + database().string()};
}

std::string ServerProcess::log() const {
  std::string all;
  for (const Node& node : nodes_) all += node.log();
  return all;
}

std::vector<Json> ServerProcess::log_lines(std::string_view event) const {
  std::vector<Json> found;
  std::istringstream lines(log());
  for (std::string line; std::getline(lines, line);) {
    Json parsed = Json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (parsed.is_object() && parsed.value("event", "") == event) found.push_back(std::move(parsed));
  }
  return found;
}

}  // namespace parley::e2e
