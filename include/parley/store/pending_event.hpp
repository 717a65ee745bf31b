// An event that a transaction announces after its commit. The database carries it without knowing what it says. A
// value; any thread.
#pragma once

#include <any>
#include <functional>
#include <optional>
#include <vector>

#include <parley/base/uuid.hpp>

namespace parley {

struct PendingEvent {
  std::optional<Uuid> stream;  // events of one stream are announced in the order of their commits
  std::any event;              // its type is agreed on in core/announce.hpp
};

// Gets the events of each commit, in the order of the commits within a stream, on the thread that committed.
using CommitListener = std::function<void(std::vector<PendingEvent>)>;

}  // namespace parley
