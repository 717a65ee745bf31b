// Records which messages were sent, acknowledged and delivered, and checks the promise of the protocol: every
// acknowledged message reaches every member of its room exactly once, and each connection's revs have no gap. One
// thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "client/clients.hpp"

namespace parley::bench {

// The faults of a run. All of them must be zero.
struct Faults {
  std::uint64_t unanswered = 0;  // messages that were never acknowledged
  std::uint64_t lost = 0;        // deliveries of acknowledged messages that are missing
  std::uint64_t doubled = 0;     // deliveries that the connection had received before
  std::uint64_t gaps = 0;        // deliveries that came before an earlier rev
  std::uint64_t misplaced = 0;   // messages with another rev in the delivery than in the acknowledgement

  std::uint64_t sum() const { return unanswered + lost + doubled + gaps + misplaced; }
  std::string text() const;
};

class Ledger {
 public:
  using Number = std::uint32_t;  // the number of a message: 0, 1, 2 … in the order of sending

  Ledger(std::size_t clients, std::size_t rooms, std::size_t room_size)
      : positions_(clients), rooms_(rooms), room_size_(room_size) {
    messages_.reserve(kUsualMessages);
  }

  // The client expects the room's messages after this rev.
  void join(std::size_t client, std::size_t room, std::int64_t rev);

  Number send(Instant sent_at);
  // Records an acknowledgement. Returns when the message was sent.
  Instant acknowledge(Number number, std::int64_t rev);
  // Records a delivery. `name` returns the message's number; it is called only if nobody has received the message
  // before. Returns when the message was sent.
  template <class Name>
  Instant deliver(std::size_t client, std::size_t room, std::int64_t rev, Name name) {
    advance(client, rev);
    Number& number = number_at(rooms_[room], rev);
    if (number == kUnknown) {
      number = name();
      messages_.at(number).delivered_rev = rev;
    }
    ++deliveries_;
    Message& message = messages_[number];
    ++message.deliveries;
    return message.sent_at;
  }

  // Returns the last rev that the client has received.
  std::int64_t position(std::size_t client) const { return positions_[client]; }
  std::size_t in_flight() const { return messages_.size() - acknowledged_; }
  // Returns whether everything that is expected has arrived.
  bool is_settled() const { return in_flight() == 0 && deliveries_ >= messages_.size() * room_size_; }
  Faults faults() const;

 private:
  static constexpr Number kUnknown = ~Number{0};
  static constexpr std::size_t kUsualMessages = 1'000'000;

  struct Message {
    Instant sent_at;
    std::int64_t acknowledged_rev = 0;
    std::int64_t delivered_rev = 0;
    std::uint32_t deliveries = 0;
  };
  struct Room {
    std::int64_t first_rev = 0;   // the rev of the first message in `numbers`
    std::vector<Number> numbers;  // the messages' numbers by rev, from first_rev on
  };

  void advance(std::size_t client, std::int64_t rev);
  static Number& number_at(Room& room, std::int64_t rev);

  std::vector<std::int64_t> positions_;  // by client
  std::vector<Room> rooms_;
  std::vector<Message> messages_;
  std::size_t room_size_;
  std::size_t acknowledged_ = 0;
  std::size_t deliveries_ = 0;
  Faults faults_;
};

}  // namespace parley::bench
