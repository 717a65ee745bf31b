#include <parley/features/sign_in/attempt_limits.hpp>

#include <cmath>

#include <parley/base/address_buckets.hpp>

#include "features/accounts/policy.hpp"

namespace parley {
namespace {

// One name from one address has half of the address's attempts, so that guessing the password of one user leaves
// attempts for the others who share the address.
constexpr double kNameShare = 0.5;

TokenRate sign_in_rate(const Limits& limits) { return {limits.sign_ins_per_minute / 60, limits.sign_in_burst}; }

TokenRate name_rate(const Limits& limits) {
  const TokenRate rate = sign_in_rate(limits);
  return {rate.per_second * kNameShare, std::ceil(rate.burst * kNameShare)};
}

TokenRate registration_rate(const Limits& limits) {
  return {limits.registrations_per_minute / 60, limits.registration_burst};
}

// Names that are longer than any username are cut, so that a client cannot make large keys.
std::string cut_name(std::string_view username) { return lower_case(username.substr(0, kUsernameMost + 1)); }

// Adds the bucket of the address, and the wider one of the network around it.
void add_address(std::vector<AttemptLimits::Bucket>& buckets, const std::string& label, const AddressKey& address,
                 TokenRate rate) {
  buckets.push_back({label + address.text(), rate});
  if (const auto network = address.wider()) buckets.push_back({label + network->text(), wider_rate(rate)});
}

}  // namespace

Task<AttemptLimits::Attempt> AttemptLimits::begin_sign_in(std::string_view username, const AddressKey& address,
                                                          const std::optional<std::string>& known_device) {
  std::vector<Bucket> buckets;
  if (known_device) {
    buckets.push_back({"sign-in:device:" + *known_device, sign_in_rate(limits_)});
  } else {
    // The name comes first. Once its attempts are used up, further guesses take none from the address.
    add_address(buckets, "sign-in:name:" + cut_name(username) + "@", address, name_rate(limits_));
    add_address(buckets, "sign-in:address:", address, sign_in_rate(limits_));
  }
  return begin(std::move(buckets));
}

Task<AttemptLimits::Attempt> AttemptLimits::begin_proof(UserId user) {
  return begin({{"sign-in:user:" + user.text(), sign_in_rate(limits_)}});
}

Task<void> AttemptLimits::count_registration(const AddressKey& address) {
  std::vector<Bucket> buckets;
  add_address(buckets, "register:", address, registration_rate(limits_));
  CO_TRY(co_await begin(std::move(buckets)));
  co_return Result<void>();
}

Awaitable<void> AttemptLimits::forgive(Attempt attempt) {
  for (Bucket& bucket : attempt) co_await shared_.give_back(std::move(bucket.key), bucket.rate);
}

Task<AttemptLimits::Attempt> AttemptLimits::begin(std::vector<Bucket> buckets) {
  Attempt taken;
  for (const Bucket& bucket : buckets) {
    const auto wait = co_await shared_.take(bucket.key, bucket.rate);
    if (!wait) {
      taken.push_back(bucket);
      continue;
    }
    // A refused attempt uses up nothing: if the address has no token left, the name gets its token back.
    co_await forgive(std::move(taken));
    co_return std::unexpected(Error{.code = ErrorCode::rate_limited,
                                    .detail = "There were too many attempts. Try again later.",
                                    .retry_after = wait,
                                    .exhausted_rate = static_cast<int>(bucket.rate.burst)});
  }
  co_return taken;
}

}  // namespace parley
