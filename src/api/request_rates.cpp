#include <parley/api/request_rates.hpp>

#include <cmath>

namespace parley {
namespace {

// The number of callers whose rates are counted at the same time.
constexpr std::size_t kRateKeys = 100'000;

// What one token pays for. The first token of a request includes the first portion of each.
constexpr std::size_t kReplyBytes = 8 * 1024;
constexpr std::size_t kMessageBytes = 16 * 1024;
constexpr std::chrono::milliseconds kDatabaseTime{4};

std::optional<UserId> user_of(const RequestContext& context) {
  return context.who ? std::optional(context.caller().user) : std::nullopt;
}

TokenRate address_rate(const Limits& limits) {
  if (limits.address_users == 0) return {};
  return {limits.requests_per_second * limits.address_users, limits.request_burst * limits.address_users};
}

}  // namespace

RequestRates::RequestRates(const Limits& limits, Metrics& metrics)
    : limits_(limits),
      metrics_(metrics),
      requests_({limits.requests_per_second, limits.request_burst}, kRateKeys),
      messages_({limits.messages_per_second, limits.message_burst}, kRateKeys),
      anonymous_({limits.requests_per_second, limits.request_burst}, kRateKeys),
      addresses_(address_rate(limits), kRateKeys) {}

// Messages are not counted by address, so that nothing is added to the path of a send. Each user's rate of messages is
// low enough.
Result<void> RequestRates::admit(const RequestContext& context, Cost cost) {
  if (cost == Cost::request || !context.who) return take(user_of(context), context.address, 1);
  const auto wait = messages_.take(context.caller().user, Instant::clock::now());
  return wait ? refuse(*wait, limits_.message_burst) : Result<void>();
}

Result<void> RequestRates::take_weight(const RequestContext& context, double weight) {
  return weight > 1 ? take(user_of(context), context.address, weight - 1) : Result<void>();
}

Result<void> RequestRates::admit_message(const std::optional<UserId>& user, const std::string& address,
                                         std::size_t bytes) {
  return take(user, address, static_cast<double>(bytes) / kMessageBytes);
}

void RequestRates::charge_reply(const RequestContext& context, std::size_t bytes) {
  if (bytes <= kReplyBytes || !context.who) return;
  const double tokens = static_cast<double>(bytes - kReplyBytes) / kReplyBytes;
  requests_.charge(context.caller().user, Instant::clock::now(), tokens);
}

void RequestRates::charge_database(UserId user, std::chrono::nanoseconds time) {
  if (time <= kDatabaseTime) return;
  const double tokens = std::chrono::duration<double>(time - kDatabaseTime) / kDatabaseTime;
  requests_.charge(user, Instant::clock::now(), tokens);
}

RateState RequestRates::state(const RequestContext& context, Cost cost) const {
  const bool is_request = cost == Cost::request || !context.who;
  const double rate = is_request ? limits_.requests_per_second : limits_.messages_per_second;
  if (rate == 0) return {};
  const double burst = is_request ? limits_.request_burst : limits_.message_burst;
  const Instant now = Instant::clock::now();
  const double remaining = context.who ? (is_request ? requests_ : messages_).remaining(context.caller().user, now)
                                       : anonymous_.remaining(AddressKey::of(context.address), now);
  return {static_cast<std::int64_t>(burst), static_cast<std::int64_t>(remaining),
          seconds(static_cast<std::int64_t>(std::ceil((burst - remaining) / rate)))};
}

Result<void> RequestRates::take(const std::optional<UserId>& user, const std::string& address, double tokens) {
  const Instant now = Instant::clock::now();
  const AddressKey key = AddressKey::of(address);
  const auto wait = user ? requests_.take(*user, now, tokens) : anonymous_.take(key, now, tokens);
  if (wait) return refuse(*wait, limits_.request_burst);
  if (!user) return {};
  const auto wait_for_address = addresses_.take(key, now, tokens);
  return wait_for_address ? refuse(*wait_for_address, address_rate(limits_).burst) : Result<void>();
}

Result<void> take_weight(const RequestContext& context, double weight) {
  return context.rates ? context.rates->take_weight(context, weight) : Result<void>();
}

Result<void> RequestRates::refuse(milliseconds wait, double burst) {
  metrics_.rate_limited.add();
  Error error{ErrorCode::rate_limited, "Too many requests. Try again a little later.", {}, wait};
  error.exhausted_rate = static_cast<int>(burst);
  return std::unexpected(std::move(error));
}

}  // namespace parley
