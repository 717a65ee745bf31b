// The follower that writes the search index behind the messages.
#pragma once

#include <functional>
#include <memory>

#include <parley/core/follower.hpp>

namespace parley {

// `queued_writes` returns how many more urgent writes wait for the database.
std::unique_ptr<Follower> create_search_indexer(Executor loop, Database& database, Metrics& metrics,
                                                std::function<std::size_t()> queued_writes, const FollowLimits& limits);

}  // namespace parley
