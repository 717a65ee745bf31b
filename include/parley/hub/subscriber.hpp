// One client as the hub sees it. The live client of the net layer implements it. It belongs to one loop, and only the
// shard of that loop calls it.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include <parley/bus/event_bus.hpp>
#include <parley/protocol/close_code.hpp>

namespace parley {

class Subscriber {
 public:
  virtual ~Subscriber() = default;
  virtual UserId user() const = 0;
  virtual SessionId session() const = 0;
  virtual std::weak_ptr<Subscriber> weak_self() = 0;
  // Queues the event. The connection writes everything that is queued at the end of the loop's turn.
  virtual void deliver(const SharedEvent& event) = 0;
  // The user has changed what other users see of the user's presence.
  virtual void apply(const PresenceRules& rules) = 0;
  // Ends the connection. The subscriber leaves the shard later, not from within this call.
  virtual void end(CloseCode code, std::string_view reason) = 0;

  // Returns the sum of the client's revs over all its conversations. A client whose own sum differs has missed an
  // event.
  std::int64_t digest() const { return digest_; }

 private:
  friend class Shard;
  friend class Channel;
  std::vector<Topic> topics_;  // the topics that it is subscribed to
  std::int64_t digest_ = 0;
};

}  // namespace parley
