// SQLite has a single writer, so what was read stays true until the transaction ends, and no row needs a lock.
#include <algorithm>

#include "core/store/append_sqlite.hpp"
#include "core/store/message_details_sqlite.hpp"
#include "core/store/message_rules.hpp"
#include "core/store/rows.hpp"

namespace parley::sqlite {

std::vector<Result<SentMessage>> Append::run(std::span<const NewMessage> batch) {
  // The messages are grouped by conversation and keep their order there, so each conversation's row is read and written
  // once.
  std::vector<std::size_t> order;
  for (std::size_t index = 0; index < batch.size(); ++index) order.push_back(index);
  std::ranges::sort(order, {}, [&](std::size_t index) { return std::pair(batch[index].conversation, index); });

  std::vector<Result<SentMessage>> results(batch.size());
  for (std::size_t next = 0; next < order.size();) {
    const ConversationId id = batch[order[next]].conversation;
    auto head = find_head(id);
    const Rev before = head ? head->rev : Rev();
    for (; next < order.size() && batch[order[next]].conversation == id; ++next) {
      results[order[next]] = append_one(batch[order[next]], head);
    }
    if (!head || head->rev == before) continue;
    connection_
        .query("UPDATE conversations SET last_seq = $2, rev = $3, last_message_at = $4 WHERE id = $1", id,
               head->target.last_seq, head->rev, now_)
        .run();
  }
  return results;
}

std::optional<Append::Head> Append::find_head(ConversationId id) {
  return connection_.query("SELECT kind, last_seq, rev FROM conversations WHERE id = $1", id).first([](Row& row) {
    return Head{{row.take<ConversationKind>(), row.take<Seq>()}, row.take<Rev>()};
  });
}

std::optional<SendFacts::Sender> Append::find_sender(const NewMessage& message) {
  return connection_
      .query("SELECT role, " VISIBLE_AFTER("members") R"(, left_at IS NOT NULL, silenced, peer_closed FROM members
        WHERE conversation_id = $1 AND user_id = $2)",
             message.conversation, message.sender)
      .first([](Row& row) {
        return SendFacts::Sender{row.take<MemberRole>(), row.take<Seq>(), row.take<bool>(), row.take<bool>(),
                                 row.take<bool>()};
      });
}

Result<SentMessage> Append::append_one(const NewMessage& message, std::optional<Head>& head) {
  SendFacts facts;
  if (head) facts = {.conversation = head->target, .sender = find_sender(message)};
  if (needs_first(facts, message)) return judge_again(facts, message);
  const Accepted accepted = TRY(judge_send(facts, message));

  // The unique key of client_ids refuses a repeat. Only then is the first message looked up.
  Message written = new_message(message, head->target.last_seq.next(), head->rev.next(), now_);
  if (!insert(written)) return judge_again(facts, message);
  head->target.last_seq = written.seq;
  head->rev = written.rev;
  const MentioningMessage mentioning{&written, accepted.may_mention_all};
  sqlite::write_mentions(connection_, std::span(&mentioning, 1));
  add_quote(written);
  return SentMessage{std::move(written), false};
}

// Judges with the first message that has this client_id, if there is one. Only a repeat passes here.
Result<SentMessage> Append::judge_again(SendFacts facts, const NewMessage& message) {
  std::optional<Message> first = find_by_client_id(message);
  if (first) facts.first = &*first;
  TRY(judge_send(facts, message));
  return SentMessage{std::move(first).value(), true};
}

bool Append::insert(const Message& message) {
  return connection_
             .query(R"(
               INSERT INTO messages
                 (conversation_id, seq, rev, created_rev, sender_id, client_id, kind, body, reply_to_seq, created_at)
               VALUES ($1, $2, $3, $3, $4, $5, $6, $7, $8, $9)
               ON CONFLICT (client_id, conversation_id, sender_id) DO NOTHING)",
                    message.conversation, message.seq, message.rev, message.sender, message.client_id,
                    message.content.kind, message.content.body, message.reply_to, message.created_at)
             .run() > 0;
}

std::optional<Message> Append::find_by_client_id(const NewMessage& message) {
  auto found = connection_
                   .query("SELECT " MESSAGE_COLUMNS("m") R"(FROM messages m
                     WHERE m.client_id = $3 AND m.conversation_id = $1 AND m.sender_id = $2)",
                          message.conversation, message.sender, message.client_id)
                   .first(read_message);
  if (found) complete(connection_, incomplete(std::span(&*found, 1), Seq(1)));
  return found;
}

// Reads the quote of a new message, which has no reactions yet and whose mentions are known.
void Append::add_quote(Message& message) {
  if (!message.reply_to) return;
  const Incomplete quoting{&message, Seq(1)};
  MessageDetails details(std::span(&quoting, 1));
  read_quotes(connection_, details);
}

}  // namespace parley::sqlite
