// Loses PostgreSQL's answer to COMMIT: the server has committed, but the client loses its connection and cannot know
// that. It works for a client without TLS that sends COMMIT last and waits for the answer (protocol 3.0, "Message
// Formats"). Pure; one for each connection.
#pragma once

#include <memory>

#include "support/chance.hpp"
#include "support/traffic_filter.hpp"

namespace parley::testing {

class CommitCutter final : public TrafficFilter {
 public:
  explicit CommitCutter(std::shared_ptr<Chance> chance) : chance_(std::move(chance)) {}

  Traffic client_said(std::string_view bytes) override;
  Traffic server_said(std::string_view bytes) override;

 private:
  // Removes the first message from what the client has sent. Returns false when it is not complete.
  bool take_message();

  std::shared_ptr<Chance> chance_;
  bool has_started_ = false;  // the messages before the start-up message have no type byte
  bool cuts_ = false;         // a COMMIT waits for its answer, which must not be delivered
  std::string unread_;        // bytes of the client that were forwarded and not parsed yet
  std::string withheld_;      // bytes of the server that wait for the end of the COMMIT
};

}  // namespace parley::testing
