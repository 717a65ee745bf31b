// Writes new messages by group commit: messages that are sent while a batch is being committed are written together in
// the next one. Each conversation belongs to one lane, chosen by hash, so its messages keep their order, and lanes
// never wait for each other. The messages module owns the writer. Any thread may send; a sender is resumed on its own
// loop.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include <parley/base/task.hpp>
#include <parley/base/time.hpp>
#include <parley/core/conversation.hpp>
#include <parley/store/coalescer.hpp>

namespace parley {

struct MessageWriterLimits {
  std::size_t lanes = 1;
  std::size_t batch_messages = 256;      // in one transaction
  std::size_t queued_messages = 10'000;  // waiting in one lane; the reply to one more is `overloaded`
};

// What the metrics record of one batch.
struct BatchReport {
  std::size_t messages = 0;
  std::size_t duplicates = 0;           // how many of them repeated a message that was already stored
  std::chrono::nanoseconds duration{};  // from the moment when the lane took the batch until its commit
};

// Gets a report of each batch, on the database's thread.
using BatchObserver = std::function<void(const BatchReport&)>;

class MessageWriter {
 public:
  MessageWriter(Database& database, const Clock& clock, MessageWriterLimits limits, BatchObserver observer = {});
  // Waits until every sent message has been committed. REQUIRES: the database and the loops still run.
  ~MessageWriter();
  MessageWriter(const MessageWriter&) = delete;
  MessageWriter& operator=(const MessageWriter&) = delete;

  // Returns the message once it is committed. Errors: those of judge_send (core/send.hpp), overloaded, unavailable. If
  // the sender disconnects meanwhile, the message is committed and announced all the same.
  Task<SentMessage> send(NewMessage message);
  // Returns how many messages wait for a batch. Any thread.
  std::size_t queued() const;

 private:
  using MessageCoalescer = Coalescer<NewMessage, SentMessage>;
  std::vector<std::unique_ptr<MessageCoalescer>> lanes_;
};

}  // namespace parley
