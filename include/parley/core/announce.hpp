// How core's events pass through a transaction that does not know them.
#pragma once

#include <functional>
#include <span>

#include <parley/core/event.hpp>
#include <parley/store/transaction.hpp>

namespace parley {

// Has the event made known once the transaction has committed, and only then. On the transaction's thread.
void announce(Transaction& tx, Event event);

// A commit listener that is given events. It is called from the thread that committed them.
CommitListener listen_to_events(std::function<void(std::span<const Event>)> listener);

}  // namespace parley
