// Each lane is a coalescer (store/coalescer.hpp), which collects messages and hands batches to append(). The store
// judges each message of a batch for itself, so a bad message fails alone.
#include <parley/features/messages/message_writer.hpp>

#include <algorithm>

#include <parley/core/announce.hpp>
#include <parley/core/store/messages.hpp>

namespace parley {
namespace {

// Writes a batch and announces the messages that are new. Repeated messages were announced when they were new.
std::vector<Result<SentMessage>> append(Transaction& transaction, std::span<const NewMessage> messages, Time now) {
  auto results = transaction.store<MessageStore>().append(messages, now);
  for (const auto& result : results) {
    if (!result || result->duplicate) continue;
    const Message& message = result->message;
    announce(transaction, ConversationEvent{message.conversation, message.rev, MessageCreated{message}});
  }
  return results;
}

BatchReport report_of(std::span<const Result<SentMessage>> results, std::chrono::nanoseconds duration) {
  const auto duplicates =
      std::ranges::count_if(results, [](const auto& result) { return result && result->duplicate; });
  return {results.size(), static_cast<std::size_t>(duplicates), duration};
}

}  // namespace

MessageWriter::MessageWriter(Database& database, const Clock& clock, MessageWriterLimits limits,
                             BatchObserver observer) {
  const auto write = [&clock](Transaction& transaction, std::span<const NewMessage> messages) {
    return append(transaction, messages, clock.now());
  };
  MessageCoalescer::Observer observe;
  if (observer) {
    observe = [observer = std::move(observer)](std::span<const Result<SentMessage>> results,
                                               std::chrono::nanoseconds duration) {
      observer(report_of(results, duration));
    };
  }
  for (std::size_t i = 0; i < limits.lanes; ++i) {
    lanes_.push_back(std::make_unique<MessageCoalescer>(
        database,
        MessageCoalescer::Options{.access = Access::write,
                                  .lane = i,
                                  .limits = {.batch = limits.batch_messages, .waiting = limits.queued_messages}},
        write, observe));
  }
}

MessageWriter::~MessageWriter() = default;

Task<SentMessage> MessageWriter::send(NewMessage message) {
  MessageCoalescer& lane = *lanes_[lane_of(message.conversation) % lanes_.size()];
  return lane.ask(std::move(message));
}

std::size_t MessageWriter::queued() const {
  std::size_t queued = 0;
  for (const auto& lane : lanes_) queued += lane->waiting();
  return queued;
}

}  // namespace parley
