// Group commit: messages sent while the previous batch is being committed are written together. One lane per group of
// conversations, chosen by hash, so that a conversation's messages keep their order and lanes never wait for each
// other. Any thread may send; a sender is resumed on its own loop.
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
  std::size_t batch_messages = 256;    // written in one transaction at most
  std::size_t queued_messages = 10'000;  // waiting in a lane; one more is answered `overloaded`
};

struct BatchReport {
  std::size_t messages = 0;
  std::size_t duplicates = 0;  // among them: sends that repeated a message already stored
  std::chrono::nanoseconds duration{};  // from taking the batch to its commit
};

// Told of each batch, for the metrics. Called on the database's thread.
using BatchObserver = std::function<void(const BatchReport&)>;

class MessageWriter {
 public:
  MessageWriter(Database& database, const Clock& clock, MessageWriterLimits limits, BatchObserver observer = {});
  // Waits until everything sent has been committed. Comes before the end of the database and of the loops.
  ~MessageWriter();
  MessageWriter(const MessageWriter&) = delete;
  MessageWriter& operator=(const MessageWriter&) = delete;

  // Gives the message once it is committed. Errors: those of MessageStore::append, overloaded, unavailable. A message
  // of a sender who has gone is committed and announced all the same.
  Task<SentMessage> send(NewMessage message);
  std::size_t queued() const;

 private:
  using MessageCoalescer = Coalescer<NewMessage, SentMessage>;
  std::vector<std::unique_ptr<MessageCoalescer>> lanes_;
};

}  // namespace parley
