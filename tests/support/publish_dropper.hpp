// Loses some of Redis' PUBLISH commands on their way: the server never sees them, the client is answered, in the order
// of its commands, that nobody was subscribed. RESP2; a connection that subscribes is left alone from then on. Pure;
// one for each connection.
#pragma once

#include <deque>
#include <memory>

#include "support/chance.hpp"
#include "support/traffic_filter.hpp"

namespace parley::testing {

class PublishDropper final : public TrafficFilter {
 public:
  explicit PublishDropper(std::shared_ptr<Chance> chance) : chance_(std::move(chance)) {}

  Traffic client_said(std::string_view bytes) override;
  Traffic server_said(std::string_view bytes) override;

 private:
  enum class Command { forwarded, dropped };

  void take_command(std::string_view command, Traffic& traffic);
  // Answers the dropped commands whose turn it is.
  void answer_dropped(std::string& to_client);

  std::shared_ptr<Chance> chance_;
  bool has_subscribed_ = false;
  std::string of_client_;  // the beginning of a command
  std::string of_server_;  // the beginning of a reply
  std::deque<Command> unanswered_;
};

}  // namespace parley::testing
