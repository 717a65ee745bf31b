#include <algorithm>
#include <cassert>

#include <parley/base/crypto.hpp>

#include "bus/redis/bytes.hpp"
#include "bus/redis/seal.hpp"

namespace parley::redis {
namespace {

constexpr std::size_t kNameBytes = 8;
constexpr std::size_t kCodeBytes = 32;
constexpr std::size_t kNumberBytes = 8;
constexpr std::size_t kTimeBytes = 8;
constexpr std::size_t kTrailerBytes = kNumberBytes + kTimeBytes + kNameBytes + kCodeBytes;

std::int64_t milliseconds_of(Time time) {
  return std::chrono::duration_cast<milliseconds>(time.time_since_epoch()).count();
}

}  // namespace

// The name of a key is derived like the key, so that it says nothing about the secret.
Seal::Seal(std::span<const std::string> secrets, std::string_view context) {
  assert(!secrets.empty());
  for (const std::string& secret : secrets) {
    const std::string both = hkdf_sha256(secret, "parley bus " + std::string(context), kNameBytes + kCodeBytes);
    keys_.push_back({both.substr(0, kNameBytes), both.substr(kNameBytes)});
  }
}

std::string Seal::close(std::string message, std::uint64_t number, Time sent_at) const {
  const Key& key = keys_.front();
  ByteWriter trailer;
  trailer.number(number);
  trailer.number(milliseconds_of(sent_at));
  message.reserve(message.size() + kTrailerBytes);
  message.append(trailer.take()).append(key.name);
  message.append(hmac_sha256(key.secret, message));
  return message;
}

std::expected<Unsealed, SealFault> Seal::open(std::string_view sealed) const {
  if (sealed.size() < kTrailerBytes) return std::unexpected(SealFault::other_key);
  const std::string_view code = sealed.substr(sealed.size() - kCodeBytes);
  const std::string_view signed_part = sealed.substr(0, sealed.size() - kCodeBytes);
  const std::string_view name = signed_part.substr(signed_part.size() - kNameBytes);
  const auto key = std::ranges::find(keys_, name, &Key::name);
  if (key == keys_.end()) return std::unexpected(SealFault::other_key);
  if (!constant_time_equal(hmac_sha256(key->secret, signed_part), code)) return std::unexpected(SealFault::forged);
  ByteReader trailer(sealed.substr(sealed.size() - kTrailerBytes));
  Unsealed opened{.message = sealed.substr(0, sealed.size() - kTrailerBytes), .number = {}, .sent_at = {}};
  opened.number = trailer.number<std::uint64_t>();
  opened.sent_at = Time(milliseconds(trailer.number<std::int64_t>()));
  return opened;
}

}  // namespace parley::redis
