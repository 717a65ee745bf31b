// Users in rooms signal that they type, in closed loops. The server stores nothing, so this shows what fan-out alone
// can do. Every other member of the room has to get each answered signal exactly once. One thread.
#pragma once

#include "workloads/chat.hpp"

namespace parley::bench {

// The replies count as acknowledgements. There are no latencies of deliveries, since a delivery does not say which
// signal it belongs to.
ChatResult run_typing(const Environment& environment, const ChatOptions& options);

}  // namespace parley::bench
