#include <utility>

#include "bus/redis/sealed_stream.hpp"

namespace parley::redis {

std::string_view refusal_name(Refusal refusal) {
  switch (refusal) {
    case Refusal::other_version: return "other version";
    case Refusal::other_key: return "other key";
    case Refusal::forged: return "forged";
    case Refusal::repeated: return "repeated";
    case Refusal::stale: return "too old, or the clocks differ";
    case Refusal::unreadable: return "unreadable";
  }
  std::unreachable();
}

std::string SealedStream::close(std::string message) {
  return seal_.close(std::move(message), ++sent_, SystemClock().now());
}

std::expected<std::string_view, Refusal> SealedStream::open(const Uuid& sender, std::string_view sealed) {
  const auto opened = seal_.open(sealed);
  if (!opened) return std::unexpected(opened.error() == SealFault::forged ? Refusal::forged : Refusal::other_key);
  switch (guard_.judge(sender, opened->number, opened->sent_at, SystemClock().now())) {
    case ReplayGuard::Verdict::fresh: return opened->message;
    case ReplayGuard::Verdict::repeated: return std::unexpected(Refusal::repeated);
    case ReplayGuard::Verdict::stale: return std::unexpected(Refusal::stale);
  }
  std::unreachable();
}

}  // namespace parley::redis
