// Owns the services of the feature messages and their writer for the lifetime of the process. The composition root
// creates it.
#pragma once

#include <parley/api/module.hpp>
#include <parley/features/messages/annotations.hpp>
#include <parley/features/messages/messages.hpp>

namespace parley {

class MessagesModule final : public Module {
 public:
  // `lanes` is the number of batches of messages that are written at the same time.
  MessagesModule(const Engine& engine, ReadCursors& read_cursors, std::size_t lanes);

  // Returns how many writes wait for the database, including messages that wait for a batch. Any thread.
  std::size_t queued_writes() const;

  void add_services(ServiceRegistry& services) override;
  void on_committed(std::span<const Event> events) override;
  void refresh_gauges() override;

 private:
  Database& database_;
  Metrics& metrics_;
  MessageWriter writer_;
  Messages messages_;
  Annotations annotations_;
};

}  // namespace parley
