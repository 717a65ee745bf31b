// Authenticates what nodes send each other over Redis, so that a stranger who publishes there cannot speak for one.
// Every node derives the same keys from the server's signing keys. A sealed message is the message itself and then:
//
//   number u64    counts the sender's messages on this endpoint, so that a repeated message is noticed
//   sent_at i64   milliseconds since 1970
//   key 8 bytes   which key the sender has used
//   code 32 bytes HMAC-SHA256 (RFC 2104) of everything before it
//
// Numbers are big-endian. The message contains its sender and its topic. A seal belongs to one purpose and one
// endpoint, which are part of its keys (HKDF, RFC 5869): a report is no publication, and a message of one endpoint is
// worth nothing on another one. Immutable; any thread.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <parley/base/time.hpp>

namespace parley::redis {

enum class SealFault {
  other_key,  // the sender has another signing key, or none, as an older version
  forged,     // the code does not fit
};

struct Unsealed {
  std::string_view message;
  std::uint64_t number = 0;
  Time sent_at;
};

class Seal {
 public:
  // The first secret seals, and all of them open. `context` is the purpose and the endpoint.
  // REQUIRES: there is a secret.
  Seal(std::span<const std::string> secrets, std::string_view context);

  // Returns the sealed message.
  std::string close(std::string message, std::uint64_t number, Time sent_at) const;
  // Returns the message, which refers to `sealed`, or why it is refused.
  std::expected<Unsealed, SealFault> open(std::string_view sealed) const;

 private:
  struct Key {
    std::string name;  // 8 bytes
    std::string secret;
  };
  std::vector<Key> keys_;
};

}  // namespace parley::redis
