// Writes one batch of messages in two round trips, however many they are: the first takes numbers for all of them and
// asks who may send, the second, which the commit joins, inserts them. It ends with the call that made it, on the
// transaction's thread.
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
  // One result per message, in order: see MessageStore::append.
  std::vector<Result<SentMessage>> run() &&;

 private:
  // A conversation, as the messages judged so far leave it.
  struct Head {
    SendFacts::Target target;
    Rev rev;
    std::int64_t unused = 0;  // of the numbers taken for the batch
  };
  // What the database has about a message that is to be written.
  struct Known {
    std::optional<SendFacts::Sender> sender;
    std::optional<Message> first;  // sent before with the same client_id, where that was looked for
  };

  void take_numbers_and_look_up();
  void look_for_repeats();
  Known& known_of(Row& row);
  void advance_conversations();
  void look_up_senders();
  void look_up_repeats();
  Result<SentMessage> judge(std::size_t place);
  const Message* find_first(std::size_t place) const;
  SendFacts facts_of(std::size_t place) const;
  SentMessage accept(const NewMessage& message, Head& head, bool may_mention_all);
  void add_details(std::vector<Result<SentMessage>>& results) const;
  void insert_messages() const;
  void give_numbers_back() const;

  SqlConnection& connection_;
  const std::span<const NewMessage> batch_;
  const Time now_;
  std::map<ConversationId, std::int64_t> wanted_;  // numbers: one for each message
  std::map<ConversationId, Head> heads_;
  std::vector<Known> known_;  // of each message of the batch
  bool has_looked_for_repeats_ = false;
  std::vector<Message> to_insert_;
  std::vector<bool> may_mention_all_;  // the senders of to_insert_
  std::unordered_multimap<std::string_view, std::size_t> inserted_;  // places in to_insert_, by client_id
};

}  // namespace parley::postgres
