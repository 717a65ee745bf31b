// A batch is written by few statements with arrays of parameters, and not by one statement for each message, because a
// round trip to PostgreSQL costs more than the work of a statement.
#include <algorithm>
#include <utility>

#include "core/store/append_postgres.hpp"
#include "core/store/message_details_postgres.hpp"
#include "core/store/message_rules.hpp"
#include "core/store/rows.hpp"

namespace parley::postgres {

std::vector<Result<SentMessage>> Append::run() && {
  if (batch_.empty()) return {};
  // 1. Lock the conversations, take numbers and read the facts.
  take_numbers_and_look_up();
  // 2. Judge the messages in the order of the batch, in which each conversation's messages get their numbers.
  std::vector<Result<SentMessage>> results;
  results.reserve(batch_.size());
  to_insert_.reserve(batch_.size());
  for (std::size_t index = 0; index < batch_.size(); ++index) results.push_back(judge(index));
  // 3. Insert the accepted messages, and give back the numbers of the others.
  complete_new(connection_, to_insert_, may_mention_all_);
  add_details(results);
  insert_messages();
  give_numbers_back();
  return results;
}

// The statements are sent together but run one after another, so the later ones see everything that was committed
// before the first one got its locks.
//
// Repeats are looked up only if some are to be expected. Nearly always there are none, and the unique key of client_ids
// shows that at a lower price. If the key refuses a row, the transaction runs again because of the conflict, and this
// connection looks up repeats for a while. When many clients send again after an outage, only one batch runs twice
// then.
void Append::take_numbers_and_look_up() {
  for (const NewMessage& message : batch_) ++wanted_[message.conversation];
  advance_conversations();
  look_up_senders();
  has_looked_for_repeats_ = connection_.met_conflict_lately();
  if (has_looked_for_repeats_) look_up_repeats();
  connection_.hear_answers();
}

void Append::look_for_repeats() {
  if (std::exchange(has_looked_for_repeats_, true)) return;
  look_up_repeats();
  connection_.hear_answers();
}

// Each row begins with the ordinal of a message in the batch, counted from one.
Append::Known& Append::known_of(Row& row) { return known_.at(static_cast<std::size_t>(row.take<std::int64_t>() - 1)); }

// Takes a number for every message, because nearly none is refused. The update locks the conversations in the order of
// their ids, so that two batches never wait for each other. It returns the numbers after the update.
void Append::advance_conversations() {
  Array<ConversationId> ids;
  Array<std::int64_t> numbers;
  for (const auto& [id, wanted] : wanted_) {
    ids.add(id);
    numbers.add(wanted);
  }
  const auto keep = [this](Row& row) {
    const auto id = row.take<ConversationId>();
    const std::int64_t taken = wanted_.at(id);
    heads_[id] = {.target = {.kind = row.take<ConversationKind>(), .last_seq = Seq(row.take<Seq>().value() - taken)},
                  .rev = Rev(row.take<Rev>().value() - taken),
                  .unused = taken};
  };
  connection_.ask(keep, R"(
        UPDATE conversations c
        SET last_seq = c.last_seq + wanted.numbers, rev = c.rev + wanted.numbers, last_message_at = $3
        FROM unnest($1::uuid[], $2::bigint[]) AS wanted (id, numbers)
        WHERE c.id = wanted.id
        RETURNING c.id, c.kind, c.last_seq, c.rev)",
                  ids, numbers, now_);
}

// Returns the membership of each sender. LATERAL with LIMIT makes PostgreSQL search by key once for each message. Its
// statistics of a table that has just begun to fill would otherwise make it read the whole table.
void Append::look_up_senders() {
  Array<ConversationId> conversations;
  Array<UserId> senders;
  for (const NewMessage& message : batch_) {
    conversations.add(message.conversation);
    senders.add(message.sender);
  }
  const auto keep = [this](Row& row) {
    Known& known = known_of(row);  // before the other columns are taken
    known.sender = {.role = row.take<MemberRole>(),
                    .visible_after = row.take<Seq>(),
                    .has_left = row.take<bool>(),
                    .silenced = row.take<bool>(),
                    .peer_closed = row.take<bool>()};
  };
  connection_.ask(keep, R"(
        SELECT wanted.ordinal, member.role, member.visible_after, member.left_at IS NOT NULL, member.silenced,
          member.peer_closed
        FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS wanted (conversation_id, sender_id, ordinal)
        CROSS JOIN LATERAL (
          SELECT m.role, )" VISIBLE_AFTER("m") R"( AS visible_after, m.left_at, m.silenced, m.peer_closed
          FROM members m
          WHERE m.conversation_id = wanted.conversation_id AND m.user_id = wanted.sender_id LIMIT 1) member)",
                  conversations, senders);
}

// Returns the first message for each client_id that was used before. A repeat is noted on the connection, so that it
// looks up repeats in the next batches too.
void Append::look_up_repeats() {
  Array<ConversationId> conversations;
  Array<UserId> senders;
  Array<std::string> client_ids;
  for (const NewMessage& message : batch_) {
    conversations.add(message.conversation);
    senders.add(message.sender);
    client_ids.add(message.client_id);
  }
  const auto keep = [this](Row& row) {
    Known& known = known_of(row);
    known.first = read_message(row);
    connection_.note_conflict();
  };
  connection_.ask(keep, "SELECT wanted.ordinal, " MESSAGE_COLUMNS("first") R"(
        FROM unnest($1::uuid[], $2::uuid[], $3::text[])
          WITH ORDINALITY AS wanted (conversation_id, sender_id, client_id, ordinal)
        CROSS JOIN LATERAL (
          SELECT * FROM messages m
          WHERE m.client_id = wanted.client_id AND m.conversation_id = wanted.conversation_id
            AND m.sender_id = wanted.sender_id LIMIT 1) first)",
                  conversations, senders, client_ids);
}

Result<SentMessage> Append::judge(std::size_t index) {
  const NewMessage& message = batch_[index];
  SendFacts facts = facts_of(index);
  if (needs_first(facts, message)) {
    look_for_repeats();
    facts = facts_of(index);
  }
  const Accepted accepted = TRY(judge_send(facts, message));
  if (accepted.is_repeat) return SentMessage{*facts.first, true};
  return accept(message, heads_.at(message.conversation), accepted.may_mention_all);
}

SendFacts Append::facts_of(std::size_t index) const {
  const auto head = heads_.find(batch_[index].conversation);
  if (head == heads_.end()) return {};
  return {.conversation = head->second.target, .sender = known_[index].sender, .first = find_first(index)};
}

SentMessage Append::accept(const NewMessage& message, Head& head, bool may_mention_all) {
  head.target.last_seq = head.target.last_seq.next();
  head.rev = head.rev.next();
  --head.unused;
  to_insert_.push_back(new_message(message, head.target.last_seq, head.rev, now_));
  may_mention_all_.push_back(may_mention_all);
  inserted_.emplace(message.client_id, to_insert_.size() - 1);
  return SentMessage{to_insert_.back(), false};
}

// Puts the details into the results. New messages got theirs in to_insert_ after they were judged. The details of
// repeated messages are read from the database.
void Append::add_details(std::vector<Result<SentMessage>>& results) const {
  std::vector<Incomplete> repeated;
  for (auto& result : results) {
    if (!result) continue;
    Message& message = result->message;
    const bool is_plain = !message.reply_to && message.content.mention_text().empty();
    if (is_plain && !result->duplicate) continue;
    const auto written = std::ranges::find_if(to_insert_, [&](const Message& one) {
      return one.conversation == message.conversation && one.seq == message.seq;
    });
    if (written != to_insert_.end()) {
      message = *written;
    } else {
      repeated.push_back({&message, Seq(1)});
    }
  }
  complete(connection_, repeated);
}

// Returns the first message with the client_id of this one, from the database if it was looked up there, or from
// earlier in this batch.
const Message* Append::find_first(std::size_t index) const {
  if (const auto& first = known_[index].first) return &*first;
  const NewMessage& repeated = batch_[index];
  const auto [begin, end] = inserted_.equal_range(repeated.client_id);
  for (auto same = begin; same != end; ++same) {
    const Message& message = to_insert_[same->second];
    if (message.conversation == repeated.conversation && message.sender == repeated.sender) return &message;
  }
  return nullptr;
}

// The insert is sent together with the commit, which fails if the insert fails.
void Append::insert_messages() const {
  if (to_insert_.empty()) return;
  Array<ConversationId> conversations;
  Array<Seq> seqs;
  Array<Rev> revs;
  Array<UserId> senders;
  Array<std::string> client_ids;
  Array<std::string> bodies;
  Array<Seq> replies;
  for (const Message& message : to_insert_) {
    conversations.add(message.conversation);
    seqs.add(message.seq);
    revs.add(message.rev);
    senders.add(message.sender);
    client_ids.add(message.client_id);
    bodies.add(message.content.body);
    replies.add(message.reply_to);
  }
  connection_.defer(R"(
        INSERT INTO messages
          (conversation_id, seq, rev, created_rev, sender_id, client_id, kind, body, reply_to_seq, created_at)
        SELECT conversation_id, seq, rev, rev, sender_id, client_id, $8, body, reply_to_seq, $9
        FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::uuid[], $5::text[], $6::text[], $7::bigint[])
          AS sent (conversation_id, seq, rev, sender_id, client_id, body, reply_to_seq))",
                    conversations, seqs, revs, senders, client_ids, bodies, replies, MessageKind::text, now_);
}

// Subtracts the unused numbers again. It runs after the insert, so that last_message_at is that of the last message
// that was written.
void Append::give_numbers_back() const {
  Array<ConversationId> ids;
  Array<std::int64_t> numbers;
  bool is_needed = false;
  for (const auto& [id, head] : heads_) {
    if (head.unused == 0) continue;
    ids.add(id);
    numbers.add(head.unused);
    is_needed = true;
  }
  if (!is_needed) return;
  connection_.defer(R"(
        UPDATE conversations c
        SET last_seq = c.last_seq - unused.numbers, rev = c.rev - unused.numbers,
            last_message_at = (SELECT m.created_at FROM messages m
                               WHERE m.conversation_id = c.id AND m.seq = c.last_seq - unused.numbers)
        FROM unnest($1::uuid[], $2::bigint[]) AS unused (id, numbers)
        WHERE c.id = unused.id)",
                    ids, numbers);
}

}  // namespace parley::postgres
