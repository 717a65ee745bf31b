// The function by which a service publishes an event that no transaction commits, such as typing.
#pragma once

#include <functional>

#include <parley/core/event.hpp>

namespace parley {

// Publishes the event. Any thread may call it.
using Announcer = std::function<void(Event)>;

}  // namespace parley
