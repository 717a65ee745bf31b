// Carries events from the node that committed them to every node that has somebody listening. The bus hints; the
// database holds the truth: what the bus loses, the hub's sequencer finds missing and reads again. Owned by the
// composition root.
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

// An event as it goes to clients, encoded once and shared by all of them: a whole WebSocket frame, header included, and
// the same compressed (RFC 7692) where the server offers that and it pays.
struct EncodedEvent {
  std::string frame;
  std::string deflated_frame;
};
using SharedEvent = std::shared_ptr<const EncodedEvent>;

struct Publication {
  Topic topic;
  std::int64_t since = 0;  // what the subscriber has before it: rev - 1, or less where it covers several revs
  std::int64_t rev = 0;  // 0: ephemeral, of no place in the order
  SharedEvent event;
  std::vector<UserId> except;  // users who do not get it
  // It shows this message: a member who joined after the message gets `otherwise` instead, which does not show it.
  std::optional<Seq> hidden_message;
  SharedEvent otherwise;
  // It was read for those who may see everything: the others are caught up one by one.
  bool is_recovered = false;
  Instruction instruction;
  Instant committed_at;  // for the delivery time in the metrics
};

struct BusStatus {
  // Every publication of every node is being heard. False while a link is down: whoever must not miss anything then
  // asks the database often.
  bool is_whole = true;
  // How often it was not, since the start: after each, anything may have been missed.
  std::uint64_t interruptions = 0;
};

// One who listens (a hub's shard). Called from any thread.
class BusListener {
 public:
  virtual ~BusListener() = default;
  // In order for each publisher and topic.
  virtual void publications(std::span<const Publication> publications) = 0;
  // These subscriptions are in effect only now: what other nodes published before may have been missed.
  virtual void subscribed(std::span<const Topic> topics) = 0;
};

class EventBus {
 public:
  virtual ~EventBus() = default;
  // Before the first subscription; gives the listener's number.
  virtual std::size_t add_listener(std::shared_ptr<BusListener> listener) = 0;
  // Any thread. What this process publishes from now on reaches the listener; of other nodes it hears once the bus has
  // said subscribed().
  virtual void subscribe(std::size_t listener, const Topic& topic) = 0;
  virtual void unsubscribe(std::size_t listener, const Topic& topic) = 0;
  virtual void publish(std::span<const Publication> publications) = 0;
  virtual BusStatus status() const = 0;
};

// Within one process.
std::unique_ptr<EventBus> create_local_bus();

}  // namespace parley
