#include <parley/service/sync.hpp>

#include <algorithm>
#include <cassert>
#include <span>

#include <fmt/format.h>

#include <parley/domain/policy.hpp>

#include "service/changes.hpp"
#include "service/session_steps.hpp"

namespace parley {
namespace {

// About what a row takes on the wire beside its body.
constexpr std::size_t kMessageBytes = 400;
constexpr std::size_t kMemberBytes = 300;
constexpr std::size_t kConversationBytes = 500;
constexpr std::size_t kCoveredBytes = 60;
// Summaries are read for so many conversations at once.
constexpr std::size_t kChunk = 64;

using Positions = std::map<ConversationId, ClientPosition>;

std::size_t weigh(const std::vector<Message>& messages) {
  std::size_t bytes = 0;
  for (const Message& message : messages) bytes += kMessageBytes + message.body.size();
  return bytes;
}

std::size_t weigh(const ConversationSummary& summary) {
  const std::size_t preview = summary.last_message ? kMessageBytes + summary.last_message->body.size() : 0;
  return kConversationBytes + preview + kMemberBytes * summary.members.size();
}

std::size_t weigh(const ConversationChanges& changes) {
  return (changes.properties ? kConversationBytes : 0) + kMemberBytes * changes.members.size() +
         weigh(changes.messages);
}

// Those named that are none of the user's.
std::vector<ConversationId> find_gone(const Positions& named, const std::vector<ConversationPosition>& own) {
  std::vector<ConversationId> gone;
  for (const auto& [id, position] : named) {
    const auto at = std::ranges::lower_bound(own, id, {}, &ConversationPosition::id);
    if (at == own.end() || at->id != id) gone.push_back(id);
  }
  return gone;
}

Seq first_visible(const Conversation& conversation, Seq joined_seq) {
  Member reader;
  reader.joined_seq = joined_seq;
  return policy::first_visible(conversation, reader);
}

// Reads one page. Lives for one transaction; the conversations are gone through in order of id.
class PageReader {
 public:
  PageReader(Transaction& tx, UserId user, const Positions& named, const std::map<ConversationId, Seq>& pending_cursors,
             const Limits& limits)
      : tx_(tx), user_(user), named_(named), pending_cursors_(pending_cursors), limits_(limits) {}

  Result<SyncPage> read(std::optional<Epoch> epoch, std::optional<ConversationId> after) {
    std::optional<User> user = tx_.users().find(user_);
    if (!user) return fail(ErrorCode::not_found, "There is no such user.");
    page_.epoch = tx_.epoch();
    page_.user = *std::move(user);
    is_same_history_ = !epoch || *epoch == page_.epoch;
    const std::vector<ConversationPosition> own = tx_.conversations().positions(user_);
    if (!after) page_.gone = find_gone(named_, own);
    const auto start = after ? std::ranges::upper_bound(own, *after, {}, &ConversationPosition::id) : own.begin();
    cover_all(std::span(start, own.end()));
    return std::move(page_);
  }

 private:
  void cover_all(std::span<const ConversationPosition> rest) {
    while (!rest.empty()) {
      const auto chunk = rest.first(std::min(kChunk, rest.size()));
      read_summaries(chunk);
      for (const ConversationPosition& position : chunk) {
        cover(position);
        rest = rest.subspan(1);
        if (bytes_ < limits_.sync_bytes || rest.empty()) continue;
        page_.next = position.id;
        return;
      }
    }
  }

  const ClientPosition* named(ConversationId id) const {
    const auto at = named_.find(id);
    return at == named_.end() ? nullptr : &at->second;
  }

  // A position of another history, or ahead of this one, says nothing about what the client has.
  bool is_void(const ClientPosition& known, const ConversationPosition& position) const {
    return !is_same_history_ || known.rev > position.rev;
  }

  void read_summaries(std::span<const ConversationPosition> chunk) {
    std::vector<ConversationId> wanted;
    for (const ConversationPosition& position : chunk) {
      const ClientPosition* known = named(position.id);
      if (!known || is_void(*known, position)) wanted.push_back(position.id);
    }
    keep_summaries(wanted);
  }

  void keep_summaries(std::span<const ConversationId> ids) {
    if (ids.empty()) return;
    for (ConversationSummary& summary : tx_.conversations().summaries(user_, ids)) {
      const ConversationId id = summary.conversation.id;
      summary.read_seq = latest_cursor(id, summary.read_seq);
      summaries_.insert_or_assign(id, std::move(summary));
    }
  }

  ConversationSummary take_summary(ConversationId id) {
    if (!summaries_.contains(id)) keep_summaries(std::span(&id, 1));
    auto summary = summaries_.extract(id);
    assert(!summary.empty());
    bytes_ += weigh(summary.mapped());
    return std::move(summary.mapped());
  }

  Seq latest_cursor(ConversationId id, Seq stored) const {
    const auto at = pending_cursors_.find(id);
    return at == pending_cursors_.end() ? stored : std::max(stored, at->second);
  }

  void cover(const ConversationPosition& position) {
    const ClientPosition* known = named(position.id);
    if (!known) {
      page_.added.push_back(take_summary(position.id));
    } else if (is_void(*known, position) || !catch_up(*known, position)) {
      reset(position.id);
    } else {
      correct_cursor(*known, position);
    }
    page_.covered.push_back({position.id, position.rev, position.joined_seq});
    bytes_ += kCoveredBytes;
  }

  // False when that is too much, or when the membership itself changed: it may have ended and begun again, and then
  // messages that the client has are no longer visible.
  bool catch_up(const ClientPosition& known, const ConversationPosition& position) {
    if (known.rev == position.rev) return true;
    const std::optional<Conversation> conversation = tx_.conversations().find(position.id);
    const std::optional<Member> member = tx_.members().find(position.id, user_);
    assert(conversation && member);
    if (member->rev > known.rev) return false;
    const Seq first = policy::first_visible(*conversation, *member);
    ConversationChanges changes = read_changes(tx_, *conversation, known.rev, first, limits_.sync_changes);
    if (!changes.complete || count_rows(changes) > limits_.sync_changes) return false;
    bytes_ += weigh(changes);
    page_.changes.push_back(std::move(changes));
    return true;
  }

  void reset(ConversationId id) {
    ConversationReset reset{take_summary(id), {}};
    const Seq end = reset.summary.conversation.last_seq.next();
    reset.messages = tx_.messages().before(id, end, first_visible(reset.summary.conversation, reset.summary.joined_seq),
                                           limits_.sync_window);
    std::ranges::reverse(reset.messages);
    bytes_ += weigh(reset.messages);
    page_.resets.push_back(std::move(reset));
  }

  void correct_cursor(const ClientPosition& known, const ConversationPosition& position) {
    const Seq read_seq = latest_cursor(position.id, position.read_seq);
    if (known.read_seq == read_seq) return;
    page_.cursors.push_back({position.id, user_, read_seq, position.last_seq.value() - read_seq.value()});
    bytes_ += kCoveredBytes;
  }

  Transaction& tx_;
  const UserId user_;
  const Positions& named_;
  const std::map<ConversationId, Seq>& pending_cursors_;
  const Limits& limits_;
  bool is_same_history_ = true;
  std::map<ConversationId, ConversationSummary> summaries_;  // read, but not yet on the page
  SyncPage page_;
  std::size_t bytes_ = 0;
};

Result<SyncStart> start_now(Transaction& tx, UserId user_id, SessionId session) {
  const Result<User> user = find_signed_in(tx, user_id, session);
  if (!user) return std::unexpected(user.error());
  SyncStart start{user->role, {}};
  for (const ConversationPosition& position : tx.conversations().positions(user_id)) {
    start.conversations.push_back(position.id);
  }
  return start;
}

Result<ConversationChanges> read_changes_for(Transaction& tx, ConversationId id, Rev since, Seq joined_seq,
                                             std::size_t limit) {
  const std::optional<Conversation> conversation = tx.conversations().find(id);
  if (!conversation) return fail(ErrorCode::not_found, "There is no such conversation.");
  return read_changes(tx, *conversation, since, first_visible(*conversation, joined_seq), limit);
}

}  // namespace

Sync::Sync(Database& database, const ReadCursors& read_cursors, const Limits& limits)
    : database_(database), read_cursors_(read_cursors), limits_(limits) {}

Task<SyncStart> Sync::start(UserId user, SessionId session) {
  return database_.read([user, session](Transaction& tx) { return start_now(tx, user, session); });
}

Task<SyncPage> Sync::page(UserId user, SyncRequest request) {
  if (request.positions.size() > limits_.sync_conversations) {
    co_return fail_field("conversations", "too_long",
                         fmt::format("At most {} conversations may be named.", limits_.sync_conversations));
  }
  const auto pending = read_cursors_.pending(user);
  co_return co_await database_.read([user, request = std::move(request), pending, &limits = limits_](Transaction& tx) {
    return PageReader(tx, user, request.positions, pending, limits).read(request.epoch, request.after);
  });
}

Task<ConversationChanges> Sync::changes_since(ConversationId conversation, Rev since, Seq joined_seq) {
  return database_.read([conversation, since, joined_seq, limit = limits_.sync_changes](Transaction& tx) {
    return read_changes_for(tx, conversation, since, joined_seq, limit);
  });
}

Task<Sync::Revs> Sync::revs(std::vector<ConversationId> conversations, std::vector<UserId> users) {
  auto work = [conversations = std::move(conversations), users = std::move(users)](Transaction& tx) -> Result<Revs> {
    return Revs{tx.conversations().revs(conversations), tx.users().revs(users)};
  };
  co_return co_await database_.read(std::move(work));
}

}  // namespace parley
