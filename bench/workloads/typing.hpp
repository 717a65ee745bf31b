// People in rooms who tell the others that they type, in closed loops: nothing is stored, so this is what fan-out alone
// can do. Every other member of the room is to hear of each that was answered, exactly once. One thread.
#pragma once

#include "workloads/chat.hpp"

namespace parley::bench {

// Acknowledgements are the replies; latencies of deliveries are not taken, since a delivery does not say which one it
// is.
ChatResult run_typing(const Environment& environment, const ChatOptions& options);

}  // namespace parley::bench
