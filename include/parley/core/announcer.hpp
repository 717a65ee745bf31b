// How a service makes an event known that no transaction commits.
#pragma once

#include <functional>

#include <parley/core/event.hpp>

namespace parley {

// Any thread may call it.
using Announcer = std::function<void(Event)>;

}  // namespace parley
