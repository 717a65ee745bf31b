#include <stdexcept>

#include <fmt/format.h>

#include "client/ledger.hpp"

namespace parley::bench {

std::string Faults::text() const {
  return fmt::format("{} messages unanswered; deliveries: {} lost, {} doubled, {} before their turn, {} misplaced",
                     unanswered, lost, doubled, gaps, misplaced);
}

void Ledger::join(std::size_t client, std::size_t room, std::int64_t rev) {
  positions_[client] = rev;
  rooms_[room].first_rev = rev + 1;
}

Ledger::Number Ledger::send(Instant sent_at) {
  messages_.push_back({sent_at});
  return static_cast<Number>(messages_.size() - 1);
}

Instant Ledger::acknowledge(Number number, std::int64_t rev) {
  Message& message = messages_.at(number);
  if (message.acknowledged_rev != 0) throw std::runtime_error("a message was acknowledged twice");
  message.acknowledged_rev = rev;
  ++acknowledged_;
  return message.sent_at;
}

void Ledger::advance(std::size_t client, std::int64_t rev) {
  std::int64_t& position = positions_[client];
  if (rev <= position) {
    ++faults_.doubled;
    return;
  }
  if (rev != position + 1) ++faults_.gaps;
  position = rev;
}

Ledger::Number& Ledger::number_at(Room& room, std::int64_t rev) {
  const auto index = static_cast<std::size_t>(rev - room.first_rev);
  if (index >= room.numbers.size()) room.numbers.resize(index + 1, kUnknown);
  return room.numbers[index];
}

Faults Ledger::faults() const {
  Faults faults = faults_;
  faults.unanswered = in_flight();
  for (const Message& message : messages_) {
    if (message.acknowledged_rev == 0) continue;
    if (message.delivered_rev != message.acknowledged_rev) ++faults.misplaced;
    if (message.deliveries < room_size_) faults.lost += room_size_ - message.deliveries;
  }
  return faults;
}

}  // namespace parley::bench
