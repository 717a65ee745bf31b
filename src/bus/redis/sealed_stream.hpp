// The sealed messages of one purpose on one endpoint: those that this node sends, and those of the other nodes. Links
// owns it. Any thread may seal; messages are opened on the links' loop.
#pragma once

#include <atomic>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>

#include <parley/base/uuid.hpp>

#include "bus/redis/replay_guard.hpp"
#include "bus/redis/seal.hpp"

namespace parley::redis {

// Why a message from Redis is not taken.
enum class Refusal { other_version, other_key, forged, repeated, stale, unreadable };

// Returns the refusal in words, for the log.
std::string_view refusal_name(Refusal refusal);

class SealedStream {
 public:
  // `context` is the purpose and the endpoint.
  // REQUIRES: there is a secret.
  SealedStream(std::span<const std::string> secrets, std::string_view context) : seal_(secrets, context) {}

  std::string close(std::string message);
  // Returns the message if that node has sent it and it was not opened before. It refers to `sealed`.
  std::expected<std::string_view, Refusal> open(const Uuid& sender, std::string_view sealed);

 private:
  const Seal seal_;
  std::atomic<std::uint64_t> sent_ = 0;
  ReplayGuard guard_;
};

}  // namespace parley::redis
