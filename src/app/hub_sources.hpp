// What the hub asks of the features, so that it names none of them.
#pragma once

#include <functional>

#include <parley/features/sync/sync.hpp>
#include <parley/hub/hub.hpp>

namespace parley {

// `check_bus` tells how the bus is. Both outlive the hub.
HubSources hub_sources(Sync& sync, std::function<BusStatus()> check_bus);

}  // namespace parley
