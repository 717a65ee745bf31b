// Passes events through a transaction, which does not know their type. The functions are pure adapters.
#pragma once

#include <functional>
#include <span>

#include <parley/core/event.hpp>
#include <parley/store/transaction.hpp>

namespace parley {

// Adds the event to the transaction, which gives it to the commit listener after the commit. If the transaction is
// rolled back, the event is dropped. Called on the transaction's thread.
void announce(Transaction& tx, Event event);

// Returns a commit listener that calls `listener` with the events of a commit, on the thread that has committed them.
CommitListener listen_to_events(std::function<void(std::span<const Event>)> listener);

}  // namespace parley
