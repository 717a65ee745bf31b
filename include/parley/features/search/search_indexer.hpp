// Creates the follower that writes the search index behind the messages (core/follower.hpp).
#pragma once

#include <functional>
#include <memory>

#include <parley/core/follower.hpp>

namespace parley {

// The follower runs on `loop`. `queued_writes` returns how many more urgent writes wait for the database.
std::unique_ptr<Follower> create_search_indexer(Executor loop, Database& database, Metrics& metrics,
                                                std::function<std::size_t()> queued_writes, const FollowLimits& limits);

}  // namespace parley
