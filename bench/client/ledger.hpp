// What was sent, acknowledged and delivered, message by message, and whether that is what the protocol promises: every
// acknowledged message delivered to every member of its room exactly once, each connection's revs without a gap. One
// thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "client/clients.hpp"

namespace parley::bench {

// What must be nothing but zeros.
struct Faults {
  std::uint64_t unanswered = 0;  // messages without an acknowledgement at the end
  std::uint64_t lost = 0;        // deliveries of acknowledged messages that did not come
  std::uint64_t doubled = 0;     // deliveries of what that connection had already
  std::uint64_t gaps = 0;        // deliveries before something that comes first
  std::uint64_t misplaced = 0;   // messages delivered at another rev than they were acknowledged with

  std::uint64_t sum() const { return unanswered + lost + doubled + gaps + misplaced; }
  std::string text() const;
};

class Ledger {
 public:
  using Number = std::uint32_t;  // of a message: 0, 1, 2 … in the order of sending

  Ledger(std::size_t clients, std::size_t rooms, std::size_t room_size)
      : positions_(clients), rooms_(rooms), room_size_(room_size) {
    messages_.reserve(kUsualMessages);
  }

  // The client follows the room from behind this rev on.
  void join(std::size_t client, std::size_t room, std::int64_t rev);

  Number send(Instant sent_at);
  // Gives when the message was sent.
  Instant acknowledge(Number number, std::int64_t rev);
  // `name` gives the message's number where nobody has had it before. Gives when it was sent.
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

  // The last rev that the client has.
  std::int64_t position(std::size_t client) const { return positions_[client]; }
  std::size_t in_flight() const { return messages_.size() - acknowledged_; }
  // Has everything come that is to come?
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
    std::int64_t first_rev = 0;   // of the first message here
    std::vector<Number> numbers;  // of the messages by rev, from there on
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
