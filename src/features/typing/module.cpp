#include <parley/features/typing/module.hpp>

namespace parley {
namespace {

// Signals of large conversations are collected for this long: ten events a second look alive.
constexpr milliseconds kFlushDelay{100};

}  // namespace

TypingModule::TypingModule(const Engine& engine)
    : flushing_(engine.loop, kFlushDelay,
                [this]() -> Awaitable<void> {
                  typing_.flush();
                  co_return;
                }),
      typing_(engine.database, engine.limits, engine.announce, [this] { flushing_.request(); }) {}

void TypingModule::add_services(ServiceRegistry& services) { services.add(typing_); }

Awaitable<void> TypingModule::stop(Instant deadline) { return flushing_.stop(deadline); }

}  // namespace parley
