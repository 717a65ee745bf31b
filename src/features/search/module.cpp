#include <parley/features/search/module.hpp>

#include <utility>

#include <parley/features/search/search_indexer.hpp>

namespace parley {
namespace {

FollowLimits follow_limits(seconds sweep_interval) {
  FollowLimits limits;
  limits.sweep_interval = sweep_interval;
  return limits;
}

}  // namespace

SearchModule::SearchModule(const Engine& engine, std::function<std::size_t()> queued_writes, seconds sweep_interval)
    : search_(engine.database, engine.limits),
      indexer_(create_search_indexer(engine.loop, engine.database, engine.metrics, std::move(queued_writes),
                                     follow_limits(sweep_interval))),
      indexing_(engine.loop) {}

void SearchModule::add_services(ServiceRegistry& services) { services.add(search_); }

void SearchModule::on_committed(std::span<const Event> events) { indexer_->changed(events); }

void SearchModule::start() { indexing_.spawn(indexer_->run()); }

// A batch that is cut off here is indexed again after the next start, because its progress is in the database.
Awaitable<void> SearchModule::stop(Instant deadline) {
  indexing_.abort();
  co_await indexing_.join(deadline);
}

}  // namespace parley
