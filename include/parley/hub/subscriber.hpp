// One client as the hub sees it. Implemented by the net layer's WebSocket session; lives on one loop, and the shard of
// that loop is the only one who calls it.
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
  // Queues the event; the connection writes what is queued once in a turn of the loop.
  virtual void deliver(const SharedEvent& event) = 0;
  // Its user has chosen what others are told of the user's presence.
  virtual void apply(const PresenceRules& rules) = 0;
  // Ends the connection. It leaves the shard later, not from within this call.
  virtual void end(CloseCode code, std::string_view reason) = 0;

  // The sum of the revs that this client's conversations have been brought to.
  std::int64_t digest() const { return digest_; }

 private:
  friend class Shard;
  friend class Channel;
  std::vector<Topic> topics_;  // what it is subscribed to
  std::int64_t digest_ = 0;
};

}  // namespace parley
