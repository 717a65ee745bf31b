// Gives the hub what it asks of the features, so that the hub names none of them. Any thread.
#pragma once

#include <parley/features/admin/operator_watch.hpp>
#include <parley/features/presence/presence_watches.hpp>
#include <parley/features/sync/sync.hpp>
#include <parley/hub/hub.hpp>
#include <parley/store/database.hpp>

namespace parley {

// REQUIRES: all of them outlive the hub.
HubSources hub_sources(Sync& sync, const EventBus& bus, const Database& database, const OperatorWatch& operator_watch,
                       PresenceWatches& watches);

}  // namespace parley
