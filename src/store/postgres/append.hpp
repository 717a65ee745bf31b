// Writes one batch of messages in a fixed number of statements, however many they are. It ends with the call that made
// it, on the transaction's thread.
#pragma once

#include <map>
#include <unordered_map>

#include "store/postgres/connection.hpp"

namespace parley::postgres {

class Append {
 public:
  Append(Connection& connection, std::span<const NewMessage> batch, Time now)
      : connection_(connection), batch_(batch), now_(now), known_(batch.size()) {}
  // One result per message, in order: see MessageStore::append.
  std::vector<Result<SentMessage>> run() &&;

 private:
  // A conversation as the batch leaves it.
  struct Head {
    Seq last_seq;
    Rev rev;
    bool shares_history = false;
    bool is_changed = false;
  };
  // What the database has about a message that is to be written.
  struct Known {
    struct Membership {
      Seq joined_seq;
      bool has_left = false;
    };
    std::optional<Membership> sender;
    std::optional<Message> first;  // sent before with the same client_id
  };

  void lock_conversations();
  void look_up_senders_and_repeats();
  Result<SentMessage> judge(std::size_t place);
  const Message* find_first(std::size_t place) const;
  Message written(const NewMessage& message, Head& head) const;
  void insert_messages() const;
  void advance_conversations() const;

  Connection& connection_;
  const std::span<const NewMessage> batch_;
  const Time now_;
  std::map<ConversationId, Head> heads_;
  std::vector<Known> known_;          // of each message of the batch
  std::vector<Message> to_insert_;
  std::unordered_multimap<std::string_view, std::size_t> inserted_;  // places in to_insert_, by client_id
};

}  // namespace parley::postgres
