// Carries events from the node that committed them to every node that has a listener. The bus may lose events: the
// database holds the truth, and the hub's sequencer notices missing events and reads them there. The composition root
// owns the bus.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <parley/base/time.hpp>
#include <parley/bus/instruction.hpp>
#include <parley/bus/topic.hpp>

namespace parley {

// An event as it is sent to clients, encoded once and shared by all of them: a whole WebSocket frame with its header.
// The compressed form of the frame (RFC 7692) is empty unless the server offers compression and the event is long
// enough.
struct EncodedEvent {
  std::string frame;
  std::string deflated_frame;
};
using SharedEvent = std::shared_ptr<const EncodedEvent>;

struct Publication {
  Topic topic;
  std::int64_t since = 0;  // the rev that a subscriber must have before: rev - 1, or less if it covers several revs
  std::int64_t rev = 0;  // 0 for an ephemeral event, which has no position in the order
  SharedEvent event;
  std::vector<UserId> except;  // users who do not get it
  // It shows this message: a member who joined after the message gets `otherwise` instead, which does not show it.
  std::optional<Seq> hidden_message;
  SharedEvent otherwise;
  // The event was read from the database for members who may see the whole conversation; the others are caught up one
  // by one.
  bool is_recovered = false;
  Instruction instruction;
  Instant committed_at;  // for the delivery time in the metrics
};

struct BusStatus {
  // Whether every publication of every node arrives. While a link is down it is false, and a part that must not miss
  // events then reads the database often.
  bool is_whole = true;
  // How often since the start the bus became not whole. After each time, any event may have been missed.
  std::uint64_t interruptions = 0;
};

// A receiver of publications, such as a hub's shard. The bus calls it from any thread.
class BusListener {
 public:
  virtual ~BusListener() = default;
  // Called with publications, which are in order for each publisher and topic.
  virtual void publications(std::span<const Publication> publications) = 0;
  // Called when subscriptions have taken effect. Publications of other nodes before this call may have been missed.
  virtual void subscribed(std::span<const Topic> topics) = 0;
};

class EventBus {
 public:
  virtual ~EventBus() = default;
  // Adds a listener and returns its number, which subscribe() takes.
  // REQUIRES: there is no subscription yet.
  virtual std::size_t add_listener(std::shared_ptr<BusListener> listener) = 0;
  // Subscribes a listener to a topic. It gets all later publications of this process, and those of other nodes once the
  // bus has called subscribed(). Any thread.
  virtual void subscribe(std::size_t listener, const Topic& topic) = 0;
  virtual void unsubscribe(std::size_t listener, const Topic& topic) = 0;
  virtual void publish(std::span<const Publication> publications) = 0;
  virtual BusStatus status() const = 0;
};

// Creates a bus within one process.
std::unique_ptr<EventBus> create_local_bus();

}  // namespace parley
