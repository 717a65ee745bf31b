// Writes one batch of messages to SQLite, one message after another, because a statement in the same process costs
// little. An object lives for one call, on the transaction's thread.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include <parley/core/send.hpp>
#include <parley/store/sql.hpp>

namespace parley::sqlite {

class Append {
 public:
  Append(SqlConnection& connection, Time now) : connection_(connection), now_(now) {}
  // Returns one result for each message, in order (see MessageStore::append).
  std::vector<Result<SentMessage>> run(std::span<const NewMessage> batch);

 private:
  // The state of a conversation after the messages that were written so far.
  struct Head {
    SendFacts::Target target;
    Rev rev;
  };

  std::optional<Head> find_head(ConversationId id);
  std::optional<SendFacts::Sender> find_sender(const NewMessage& message);
  Result<SentMessage> append_one(const NewMessage& message, std::optional<Head>& head);
  Result<SentMessage> judge_again(SendFacts facts, const NewMessage& message);
  bool insert(const Message& message);
  std::optional<Message> find_by_client_id(const NewMessage& message);
  void add_quote(Message& message);

  SqlConnection& connection_;
  const Time now_;
};

}  // namespace parley::sqlite
