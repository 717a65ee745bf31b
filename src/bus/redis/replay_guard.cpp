#include <algorithm>

#include "bus/redis/replay_guard.hpp"

namespace parley::redis {

// Everything that a sender sent before it was forgotten is stale by now, so it cannot be repeated.
void ReplayGuard::forget_silent(Time now) {
  std::erase_if(senders_, [&](const auto& entry) { return now - entry.second.heard_at > 2 * kLife; });
}

ReplayGuard::Verdict ReplayGuard::judge(const Uuid& sender, std::uint64_t number, Time sent_at, Time now) {
  if (sent_at < now - kLife || sent_at > now + kLife) return Verdict::stale;
  if (!senders_.contains(sender)) forget_silent(now);
  const auto [found, is_new] = senders_.try_emplace(sender);
  Sender& known = found->second;
  if (is_new) known.highest = number;
  if (number > known.highest) {
    // The places of the numbers that are skipped may still hold older numbers.
    const std::uint64_t skipped = std::min<std::uint64_t>(number - known.highest, kWindow);
    for (std::uint64_t i = 0; i < skipped; ++i) known.seen.reset((number - i) % kWindow);
    known.highest = number;
  } else if (known.highest - number >= kWindow || known.seen.test(number % kWindow)) {
    return Verdict::repeated;
  }
  known.seen.set(number % kWindow);
  known.heard_at = now;
  return Verdict::fresh;
}

}  // namespace parley::redis
