// Writes one batch of messages to PostgreSQL in two round trips, which do not depend on their number. The first one
// takes numbers for all messages and reads who may send. The second one inserts the messages and commits. An object
// lives for one call, on the transaction's thread.
#pragma once

#include <map>
#include <unordered_map>

#include <parley/core/send.hpp>
#include <parley/store/sql.hpp>

namespace parley::postgres {

class Append {
 public:
  Append(SqlConnection& connection, std::span<const NewMessage> batch, Time now)
      : connection_(connection), batch_(batch), now_(now), known_(batch.size()) {}
  // Returns one result for each message, in order (see MessageStore::append).
  std::vector<Result<SentMessage>> run() &&;

 private:
  // The state of a conversation after the messages that were judged so far.
  struct Head {
    SendFacts::Target target;
    Rev rev;
    std::int64_t unused = 0;  // numbers that were taken for the batch and are not used yet
  };
  // What the database knows about a message of the batch.
  struct Known {
    std::optional<SendFacts::Sender> sender;
    std::optional<Message> first;  // the earlier message with the same client_id, if it was looked for
  };

  void take_numbers_and_look_up();
  void look_for_repeats();
  Known& known_of(Row& row);
  void advance_conversations();
  void look_up_senders();
  void look_up_repeats();
  Result<SentMessage> judge(std::size_t index);
  const Message* find_first(std::size_t index) const;
  SendFacts facts_of(std::size_t index) const;
  SentMessage accept(const NewMessage& message, Head& head, bool may_mention_all);
  void add_details(std::vector<Result<SentMessage>>& results) const;
  void insert_messages() const;
  void give_numbers_back() const;

  SqlConnection& connection_;
  const std::span<const NewMessage> batch_;
  const Time now_;
  std::map<ConversationId, std::int64_t> wanted_;  // the number of messages for each conversation
  std::map<ConversationId, Head> heads_;
  std::vector<Known> known_;  // one for each message of the batch
  bool has_looked_for_repeats_ = false;
  std::vector<Message> to_insert_;
  std::vector<bool> may_mention_all_;  // one for the sender of each message in to_insert_
  std::unordered_multimap<std::string_view, std::size_t> inserted_;  // indices in to_insert_, by client_id
};

}  // namespace parley::postgres
