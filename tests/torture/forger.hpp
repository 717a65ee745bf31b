// A stranger who can read and publish in the cluster's Redis. It repeats what the nodes publish, on the same channel
// and on others, changes it, and makes messages and instructions of its own. Used on one thread.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <unordered_set>
#include <vector>

#include <parley/base/ids.hpp>
#include <parley/bus/event_bus.hpp>

#include "support/redis_ear.hpp"

namespace parley::torture {

class Forger {
 public:
  // `accomplice` is a user who is a member of no conversation and is to get one.
  Forger(UserId accomplice, std::uint64_t seed);

  // Waits for the next message of a node and publishes forgeries that are made from it. Throws when no node publishes
  // anything for long.
  void forge();
  // Returns how many nodes got a forgery, counted for each forgery.
  std::int64_t reached() const { return reached_; }

 private:
  void repeat(const testing::RedisEar::Message& heard);
  void invent(const Topic& topic);
  void send(const Publication& publication);
  void publish(const std::string& channel, const std::string& text);

  const UserId accomplice_;
  std::mt19937_64 random_;
  testing::RedisEar ear_;
  std::vector<std::string> channels_;
  std::vector<UserId> users_;
  std::unordered_set<std::string> own_;  // what it has published, so that it does not answer itself
  std::int64_t reached_ = 0;
};

}  // namespace parley::torture
