#include <parley/features/messages/module.hpp>

#include <algorithm>
#include <variant>

namespace parley {
namespace {

bool is_new_message(const Event& event) {
  const auto* change = std::get_if<ConversationEvent>(&event);
  return change && std::holds_alternative<MessageCreated>(change->change);
}

BatchObserver observer(Metrics& metrics) {
  return [&metrics](const BatchReport& batch) {
    metrics.commit_batch_size.observe(batch.messages);
    metrics.commit_seconds.observe(batch.duration);
    metrics.messages_duplicate.add(batch.duplicates);
  };
}

}  // namespace

MessagesModule::MessagesModule(const Engine& engine, ReadCursors& read_cursors, std::size_t lanes)
    : database_(engine.database),
      metrics_(engine.metrics),
      writer_(engine.database, engine.clock, MessageWriterLimits{.lanes = lanes}, observer(engine.metrics)),
      messages_(engine.database, writer_, read_cursors, engine.clock, engine.limits),
      annotations_(engine.database, engine.clock, engine.limits) {}

std::size_t MessagesModule::queued_writes() const { return database_.status().queued_writes + writer_.queued(); }

void MessagesModule::add_services(ServiceRegistry& services) {
  services.add(messages_);
  services.add(annotations_);
}

void MessagesModule::on_committed(std::span<const Event> events) {
  metrics_.messages_sent.add(static_cast<std::uint64_t>(std::ranges::count_if(events, is_new_message)));
}

void MessagesModule::refresh_gauges() {
  metrics_.store_queue_reads.set(static_cast<std::int64_t>(database_.status().queued_reads));
  metrics_.store_queue_writes.set(static_cast<std::int64_t>(queued_writes()));
}

}  // namespace parley
