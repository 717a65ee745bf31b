// Loses some of the PUBLISH commands to Redis. The server never sees them; the client gets the answer that nobody was
// subscribed, in the order of its commands. It reads RESP2, and stops dropping on a connection that subscribes. Pure;
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
  // Answers those dropped commands that are next in the order.
  void answer_dropped(std::string& to_client);

  std::shared_ptr<Chance> chance_;
  bool has_subscribed_ = false;
  std::string of_client_;  // the beginning of an incomplete command
  std::string of_server_;  // the beginning of an incomplete reply
  std::deque<Command> unanswered_;
};

}  // namespace parley::testing
