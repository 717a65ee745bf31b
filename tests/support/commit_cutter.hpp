// Takes away PostgreSQL's answer to COMMIT: the server has committed, the client loses its connection and cannot know.
// For a client without TLS that says COMMIT last and waits for the answer before it says more (protocol 3.0, "Message
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
  // Takes the first message off what the client has said; false when it is not complete.
  bool take_message();

  std::shared_ptr<Chance> chance_;
  bool has_started_ = false;  // the messages before that have no type
  bool cuts_ = false;  // a COMMIT is under way, whose answer is not to be delivered
  std::string unread_;  // by us, of the client's; the server has it already
  std::string withheld_;  // of what the server says while a COMMIT is under way
};

}  // namespace parley::testing
