#include <parley/features/sign_in/module.hpp>

namespace parley {
namespace {

// An expired token is refused with or without its row, so that the rows can wait for the next turn.
constexpr std::chrono::minutes kCleaningInterval{10};

// Returns how many sign-ins from one network may wait for a thread.
std::size_t places_of_one(const SignInOptions& options) {
  constexpr std::size_t kShare = 4;
  return (options.bcrypt_queue_limit + kShare - 1) / kShare;
}

}  // namespace

SignInModule::SignInModule(const Engine& engine, SharedLimits& attempts, const SignInOptions& options)
    : metrics_(engine.metrics),
      registration_(options.registration_open),
      hashing_("bcrypt", options.bcrypt_threads, options.bcrypt_queue_limit, places_of_one(options)),
      hasher_(options.bcrypt_cost),
      access_tokens_(options.keys, options.issuer, options.audience, options.access_token_life),
      refresh_cookies_(engine.clock, options.secure_cookies),
      known_devices_(options.keys, engine.clock, options.secure_cookies),
      development_access_(options.development_networks),
      sessions_(engine.database, access_tokens_, engine.clock,
                {options.keys.front().secret, options.refresh_token_life}, engine.metrics),
      sign_in_(engine.database, sessions_, hashing_, hasher_, attempts, engine.clock, engine.limits, registration_,
               engine.metrics),
      cleaning_(engine.loop, kCleaningInterval, [this]() -> Awaitable<void> { co_await sessions_.remove_expired(); }) {}

void SignInModule::add_services(ServiceRegistry& services) {
  services.add(sessions_);
  services.add(sign_in_);
  services.add<const RefreshCookies>(refresh_cookies_);
  services.add<const KnownDevices>(known_devices_);
  services.add<const DevelopmentAccess>(development_access_);
}

void SignInModule::start() { cleaning_.start(); }

Awaitable<void> SignInModule::stop(Instant deadline) { return cleaning_.stop(deadline); }

void SignInModule::refresh_gauges() { metrics_.bcrypt_queue.set(static_cast<std::int64_t>(hashing_.queued())); }

}  // namespace parley
