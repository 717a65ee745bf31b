#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "store/postgres/details.hpp"
#include "store/postgres/stores.hpp"
#include "store/rows.hpp"

// Of a member whose row is named own in a conversation named c; looked for where something is unread.
#define UNREAD_MENTIONS                                                                                          \
  " CASE WHEN c.last_seq > own.read_seq THEN (SELECT string_agg(newest.seq::text, ',') FROM ("                   \
  "   SELECT DISTINCT seq FROM mentions WHERE user_id IN (own.user_id, '00000000-0000-0000-0000-000000000000') " \
  "   AND conversation_id = c.id AND seq > own.read_seq ORDER BY seq DESC LIMIT 100) newest) END "

// A page of conversations as one member sees them: for each, one row per shown member, so that the caller gets
// everything in one statement. `chosen` is what the member sees, narrowed down and cut to a page.
#define SUMMARIES_OF_CHOSEN                                                                                         \
  " SELECT " SUMMARY_COLUMNS(                                                                                       \
      "c",                                                                                                          \
      "c.mentions") ", " MEMBER_COLUMNS                                                                             \
                    " FROM chosen c "                                                                               \
                    " LEFT JOIN messages l ON l.conversation_id = c.id AND l.seq = c.last_seq "                     \
                    " CROSS JOIN LATERAL "                                                                          \
                    "   (SELECT * FROM members shown WHERE shown.conversation_id = c.id AND shown.left_at IS NULL " \
                    "    ORDER BY shown.user_id LIMIT 8) m "                                                        \
                    " JOIN users u ON u.id = m.user_id "

namespace parley::postgres {
namespace {

// The same for both orders of the two.
std::string direct_key(UserId one, UserId other) {
  const auto [lesser, greater] = std::minmax(one, other);
  std::string key(lesser.uuid().bytes().begin(), lesser.uuid().bytes().end());
  key.append(greater.uuid().bytes().begin(), greater.uuid().bytes().end());
  return key;
}

ConversationListCursor from_the_start() {
  Uuid::Bytes greatest;
  greatest.fill(0xff);
  return {Time(milliseconds(std::numeric_limits<std::int64_t>::max())), ConversationId(Uuid(greatest))};
}

// Rows of one conversation follow each other; each brings one member.
std::vector<ConversationSummary> collect_summaries(Query&& rows) {
  std::vector<ConversationSummary> summaries;
  std::move(rows).each([&](Row& row) {
    ConversationSummary summary = read_summary(row);
    if (summaries.empty() || summaries.back().conversation.id != summary.conversation.id) {
      summaries.push_back(std::move(summary));
    }
    summaries.back().members.push_back(read_member(row));
  });
  return summaries;
}

Statement summaries_without_members(std::span<const View> views) {
  Array<UserId> users;
  Array<ConversationId> conversations;
  for (const View& view : views) {
    users.add(view.user);
    conversations.add(view.conversation);
  }
  return {"SELECT wanted.place, " SUMMARY_COLUMNS("own", UNREAD_MENTIONS) R"(
        FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS wanted (user_id, conversation_id, place)
        CROSS JOIN LATERAL (
          SELECT * FROM members m
          WHERE m.conversation_id = wanted.conversation_id AND m.user_id = wanted.user_id AND m.left_at IS NULL
          LIMIT 1) own
        CROSS JOIN LATERAL (SELECT * FROM conversations WHERE id = wanted.conversation_id LIMIT 1) c
        LEFT JOIN LATERAL (
          SELECT * FROM messages m WHERE m.conversation_id = c.id AND m.seq = c.last_seq LIMIT 1) l ON true)",
          Parameters(users, conversations)};
}

Statement shown_members(std::span<const View> views) {
  std::set<ConversationId> ids;
  for (const View& view : views) ids.insert(view.conversation);
  Array<ConversationId> conversations;
  for (const ConversationId id : ids) conversations.add(id);
  return {"SELECT " MEMBER_COLUMNS R"(
        FROM unnest($1::uuid[]) AS wanted (conversation_id)
        CROSS JOIN LATERAL (
          SELECT * FROM members shown
          WHERE shown.conversation_id = wanted.conversation_id AND shown.left_at IS NULL
          ORDER BY shown.user_id LIMIT 8) m
        CROSS JOIN LATERAL (SELECT * FROM users WHERE id = m.user_id LIMIT 1) u
        ORDER BY m.conversation_id, m.user_id)",
          Parameters(conversations)};
}

}  // namespace

Conversation Conversations::add(const NewConversation& conversation) {
  return connection_
      .query(R"(
        INSERT INTO conversations (id, kind, title, label, shares_history, created_by, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        RETURNING )" CONVERSATION_COLUMNS,
             conversation.id, conversation.kind, conversation.title, conversation.label, conversation.shares_history,
             conversation.created_by, conversation.created_at)
      .one(read_conversation);
}

std::pair<Conversation, bool> Conversations::add_direct(const NewConversation& conversation, UserId one, UserId other) {
  const std::string key = direct_key(one, other);
  // Whoever comes second waits here until the first has committed, and then finds what was made.
  auto added = connection_
                   .query(R"(
                     INSERT INTO conversations
                       (id, kind, title, label, shares_history, created_by, created_at, direct_key)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                     ON CONFLICT (direct_key) DO NOTHING
                     RETURNING )" CONVERSATION_COLUMNS,
                          conversation.id, conversation.kind, conversation.title, conversation.label,
                          conversation.shares_history, conversation.created_by, conversation.created_at, Blob{key})
                   .first(read_conversation);
  if (added) return {*std::move(added), true};
  return {connection_.query("SELECT " CONVERSATION_COLUMNS "FROM conversations WHERE direct_key = $1", Blob{key})
              .one(read_conversation),
          false};
}

std::optional<Conversation> Conversations::find(ConversationId id) {
  return connection_.query("SELECT " CONVERSATION_COLUMNS "FROM conversations WHERE id = $1", id)
      .first(read_conversation);
}

// Not FOR UPDATE, which would wait for everyone who only refers to the conversation by a foreign key. Its key never
// changes.
std::optional<Conversation> Conversations::lock(ConversationId id) {
  return connection_.query("SELECT " CONVERSATION_COLUMNS "FROM conversations WHERE id = $1 FOR NO KEY UPDATE", id)
      .first(read_conversation);
}

std::optional<ConversationId> Conversations::find_direct(UserId one, UserId other) {
  return connection_.query("SELECT id FROM conversations WHERE direct_key = $1", Blob{direct_key(one, other)})
      .first(read_value<ConversationId>);
}

Rev Conversations::advance(ConversationId id) {
  return connection_.query("UPDATE conversations SET rev = rev + 1 WHERE id = $1 RETURNING rev", id)
      .one(read_value<Rev>);
}

Conversation Conversations::update(ConversationId id, const ConversationPatch& patch) {
  return connection_
      .query(R"(
        UPDATE conversations
        SET title = coalesce($2, title), label = coalesce($3, label), shares_history = coalesce($4, shares_history),
            rev = rev + 1, meta_rev = rev + 1
        WHERE id = $1
        RETURNING )" CONVERSATION_COLUMNS,
             id, patch.title, patch.label, patch.shares_history)
      .one(read_conversation);
}

std::vector<ConversationSummary> Conversations::list(UserId user, const std::optional<ConversationListCursor>& after,
                                                     std::size_t limit) {
  const auto start = after.value_or(from_the_start());
  auto summaries = collect_summaries(connection_.query(R"(
      WITH chosen AS (
        SELECT c.*, coalesce(c.last_message_at, c.created_at) AS active_at, own.role, own.joined_seq, own.read_seq,
          own.muted_until, own.pinned, own.archived, own.notify,
          )" UNREAD_MENTIONS R"( AS mentions
        FROM members own JOIN conversations c ON c.id = own.conversation_id
        WHERE own.user_id = $1 AND own.left_at IS NULL
          AND (coalesce(c.last_message_at, c.created_at), c.id) < ($2, $3)
        ORDER BY active_at DESC, c.id DESC LIMIT $4)
      )" SUMMARIES_OF_CHOSEN "ORDER BY c.active_at DESC, c.id DESC, m.user_id",
                                                       user, start.active_at, start.id, limit));
  std::vector<Incomplete> last_messages;
  for (ConversationSummary& summary : summaries) add_last_message(last_messages, summary);
  complete(connection_, last_messages);
  return summaries;
}

// What all its members see of a conversation is asked for once, however many of them look at it.
std::vector<std::optional<ConversationSummary>> Conversations::summaries(std::span<const View> views) {
  if (views.empty()) return {};
  auto answers = connection_.query_together({summaries_without_members(views), shown_members(views)});
  auto summaries = std::move(answers.front()).by_place(views.size(), read_summary);
  std::map<ConversationId, std::vector<Member>> members;
  std::move(answers.back()).each([&](Row& row) {
    Member member = read_member(row);
    members[member.conversation].push_back(std::move(member));
  });
  std::vector<Incomplete> last_messages;
  for (auto& summary : summaries) {
    if (!summary) continue;
    summary->members = members[summary->conversation.id];
    add_last_message(last_messages, *summary);
  }
  complete(connection_, last_messages);
  return summaries;
}

std::vector<std::vector<ConversationPosition>> Conversations::positions(std::span<const UserId> users) {
  std::vector<std::vector<ConversationPosition>> positions(users.size());
  connection_
      .query(R"(
        SELECT wanted.place, c.id, c.rev, c.last_seq, own.read_seq, own.joined_seq
        FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted (user_id, place)
        CROSS JOIN LATERAL (
          SELECT * FROM members m WHERE m.user_id = wanted.user_id AND m.left_at IS NULL OFFSET 0) own
        CROSS JOIN LATERAL (SELECT * FROM conversations WHERE id = own.conversation_id LIMIT 1) c
        ORDER BY wanted.place, own.conversation_id)",
             Array(users))
      .each([&](Row& row) {
        auto& place = positions.at(static_cast<std::size_t>(row.take<std::int64_t>() - 1));
        place.push_back(read_position(row));
      });
  return positions;
}

std::vector<std::pair<ConversationId, Rev>> Conversations::revs(std::span<const ConversationId> ids) {
  return connection_.query("SELECT id, rev FROM conversations WHERE id = ANY ($1::uuid[])", Array(ids))
      .all([](Row& row) { return std::pair(row.take<ConversationId>(), row.take<Rev>()); });
}

}  // namespace parley::postgres
