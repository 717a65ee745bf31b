// Notices messages that were recorded in Redis and are published again. A message is accepted once, and only for a
// minute after it was sent: nodes whose clocks differ by more than a minute do not accept each other's messages. Pure:
// the caller passes the time in. The owner uses it on one thread.
#pragma once

#include <bitset>
#include <cstdint>
#include <unordered_map>

#include <parley/base/time.hpp>
#include <parley/base/uuid.hpp>

namespace parley::redis {

class ReplayGuard {
 public:
  // Threads of a node may send in another order than they have counted. A message that is late by more than this is
  // refused.
  static constexpr std::size_t kWindow = 1024;
  static constexpr seconds kLife{60};

  enum class Verdict { fresh, repeated, stale };

  // Judges a message whose sender is proven, and remembers it if it is fresh.
  Verdict judge(const Uuid& sender, std::uint64_t number, Time sent_at, Time now);
  std::size_t senders() const { return senders_.size(); }

 private:
  struct Sender {
    std::uint64_t highest = 0;
    std::bitset<kWindow> seen;  // the place of a number is its remainder
    Time heard_at;
  };

  void forget_silent(Time now);

  std::unordered_map<Uuid, Sender> senders_;
};

}  // namespace parley::redis
