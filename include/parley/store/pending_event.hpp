// What a transaction makes known once it has committed. The store carries it, and knows only in whose order it belongs.
// A value; any thread.
#pragma once

#include <any>
#include <functional>
#include <optional>
#include <vector>

#include <parley/base/uuid.hpp>

namespace parley {

struct PendingEvent {
  std::optional<Uuid> stream;  // events of one stream become known in the order of their commits; nothing: in any order
  std::any event;  // of a type that those who announce and those who listen agree on: core/announce.hpp
};

// Hears of what was committed, in commit order within a stream, from the thread that committed it.
using CommitListener = std::function<void(std::vector<PendingEvent>)>;

}  // namespace parley
