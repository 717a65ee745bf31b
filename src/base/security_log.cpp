#include <parley/base/security_log.hpp>

#include <algorithm>
#include <array>
#include <string>

#include <parley/base/address_key.hpp>
#include <parley/base/keyed_buckets.hpp>
#include <parley/base/log.hpp>

namespace parley {
namespace {

constexpr TokenRate kLinesOfOneClient{.per_second = 1.0 / 60, .burst = 1};
constexpr std::size_t kClients = 10'000;

constexpr std::array kCheapToRepeat = {SecurityCause::too_many_by_address, SecurityCause::too_many_by_user,
                                       SecurityCause::registration_closed, SecurityCause::reset_link_refused,
                                       SecurityCause::forbidden,           SecurityCause::not_signed_in,
                                       SecurityCause::access_expired,      SecurityCause::limit_hit};

// Otherwise one client could push the lines about others out of the log.
bool may_log(SecurityCause cause, const SecurityFacts& facts) {
  static KeyedBuckets<std::string> lines(kLinesOfOneClient, kClients);
  if (std::ranges::find(kCheapToRepeat, cause) == kCheapToRepeat.end()) return true;
  const std::string client = facts.user ? facts.user->text() : AddressKey::of(facts.address).text();
  return !lines.take(std::to_string(static_cast<int>(cause)) + client, Instant::clock::now());
}

}  // namespace

void record_security(Metrics& metrics, SecurityCause cause, const SecurityFacts& facts) {
  metrics.security_events.add(cause);
  if (!may_log(cause, facts)) return;
  const std::string network = facts.address.empty() ? "" : AddressKey::of(facts.address).text();
  const SecurityName name = security_name(cause);
  const std::string event = "security." + std::string(name.event);
  log::info(event, {{"reason", name.reason},
                    {"user", facts.user ? facts.user->text() : ""},
                    {"session", facts.session ? facts.session->text() : ""},
                    {"address", network},
                    {"request", facts.request_id},
                    {"actor", facts.actor},
                    {"detail", facts.detail}});
}

}  // namespace parley
