#include <stdexcept>

#include "torture/outsider.hpp"

namespace parley::torture {
namespace {

constexpr milliseconds kTurn{2};

}  // namespace

Outsider::Outsider(const Cluster& cluster, const std::string& username) : account_(make_account(cluster, username)) {
  for (std::size_t node = 0; node < kNodes; ++node) {
    clients_.emplace_back(cluster.port(node));
    clients_.back().hello(account_.token);
  }
}

void Outsider::listen() {
  for (e2e::LiveClient& client : clients_) client.listen(kTurn);
}

// The reply comes after everything that a node has queued before.
void Outsider::expect_nothing() {
  for (e2e::LiveClient& client : clients_) {
    const Json listed = client.must("conversation.list").at("conversations");
    if (!listed.empty()) throw std::runtime_error("the outsider has a conversation: " + listed.dump());
    for (const Json& event : client.take_events()) {
      const std::string name = event.at("event");
      if (name.starts_with("message.") || name.starts_with("conversation.") || name.starts_with("member.")) {
        throw std::runtime_error("the outsider got " + event.dump());
      }
    }
    if (!client.is_open()) throw std::runtime_error("the outsider's connection was closed");
  }
}

}  // namespace parley::torture
