#include <parley/features/admin/module.hpp>

namespace parley {
namespace {

constexpr seconds kInterval{1};

}  // namespace

AdminModule::AdminModule(const Engine& engine, RegistrationSwitch& registration)
    : watch_(engine.database, registration),
      looking_(engine.loop, kInterval, [this]() -> Awaitable<void> { co_await watch_.look(); }) {}

void AdminModule::start() { looking_.start_now(); }

Awaitable<void> AdminModule::stop(Instant deadline) { return looking_.stop(deadline); }

}  // namespace parley
