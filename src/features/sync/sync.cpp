#include <parley/features/sync/sync.hpp>

#include <algorithm>
#include <cassert>
#include <span>

#include <fmt/format.h>

#include <parley/core/policy.hpp>
#include <parley/core/send.hpp>
#include <parley/core/store/conversations.hpp>
#include <parley/core/store/members.hpp>
#include <parley/core/store/messages.hpp>
#include <parley/core/store/users.hpp>
#include <parley/features/accounts/store_blocks.hpp>
#include <parley/features/conversations/store.hpp>
#include <parley/features/sign_in/store.hpp>

#include "core/membership.hpp"
#include "core/sender_names.hpp"
#include "features/sign_in/session_steps.hpp"
#include "features/sync/changes.hpp"

namespace parley {
namespace {

// About what a row takes on the wire beside its body.
constexpr std::size_t kMessageBytes = 400;
constexpr std::size_t kMemberBytes = 300;
constexpr std::size_t kConversationBytes = 500;
constexpr std::size_t kCoveredBytes = 60;
// Summaries are read for so many conversations at once.
constexpr std::size_t kChunk = 64;

// How many clients that come, or want a page, are read for together at most, and how many summaries for these pages.
constexpr BatcherLimits kTogether{.batch = 64, .waiting = 20'000};
constexpr std::size_t kSummariesTogether = 512;

using Positions = std::map<ConversationId, ClientPosition>;

std::size_t weigh(const std::vector<Message>& messages) {
  std::size_t bytes = 0;
  for (const Message& message : messages) bytes += kMessageBytes + message.content.size();
  return bytes;
}

std::size_t weigh(const ConversationSummary& summary) {
  const std::size_t preview = summary.last_message ? kMessageBytes + summary.last_message->content.size() : 0;
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

// Reads one page. Lives for one transaction; the conversations are gone through in order of id.
class PageReader {
 public:
  // For a user and all conversations of theirs, as the transaction sees them.
  PageReader(Transaction& tx, const SyncPageRequest& asked, const Limits& limits, User user,
             std::vector<ConversationPosition> own)
      : tx_(tx),
        named_(asked.request.positions),
        pending_cursors_(asked.pending_cursors),
        limits_(limits),
        own_(std::move(own)),
        is_same_history_(!asked.request.epoch || *asked.request.epoch == tx.epoch()) {
    page_.epoch = tx.epoch();
    page_.user = std::move(user);
    const auto& after = asked.request.after;
    if (!after) {
      page_.gone = find_gone(named_, own_);
      catch_up_own_stream(asked.request.user_rev);
    }
    rest_ = after ? std::span(std::ranges::upper_bound(own_, *after, {}, &ConversationPosition::id), own_.end())
                  : std::span(own_);
  }
  PageReader(const PageReader&) = delete;
  PageReader& operator=(const PageReader&) = delete;

  // The conversations whose summaries are all that the page still takes; nothing if it takes more.
  std::optional<std::vector<ConversationId>> missing_summaries() const {
    if (rest_.size() > kChunk) return std::nullopt;
    std::vector<ConversationId> missing;
    for (const ConversationPosition& position : rest_) {
      const ClientPosition* known = named(position.id);
      if (!known) {
        missing.push_back(position.id);
      } else if (is_void(*known, position) || known->rev != position.rev) {
        return std::nullopt;
      }
    }
    return missing;
  }

  void keep(ConversationSummary summary) {
    const ConversationId id = summary.conversation.id;
    summary.move_read(latest_cursor(id, summary.read_seq));
    summaries_.insert_or_assign(id, std::move(summary));
  }

  SyncPage read() && {
    cover_all();
    return std::move(page_);
  }

 private:
  // Summaries bring the settings of conversations that the client does not know.
  void catch_up_own_stream(std::optional<UserRev> known) {
    if (known == page_.user.rev) return;
    const UserId user = page_.user.id;
    if (!named_.empty()) page_.settings = tx_.store<MemberStore>().settings_since(user, known.value_or(UserRev(0)));
    std::erase_if(page_.settings, [this](const SettingsUpdated& one) { return !named(one.conversation); });
    page_.blocks = page_.user.has_blocks ? tx_.store<BlockStore>().list(user) : std::vector<UserId>();
  }

  void cover_all() {
    while (!rest_.empty()) {
      const auto chunk = rest_.first(std::min(kChunk, rest_.size()));
      read_summaries(chunk);
      for (const ConversationPosition& position : chunk) {
        cover(position);
        rest_ = rest_.subspan(1);
        if (bytes_ < limits_.sync_bytes || rest_.empty()) continue;
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
      if (summaries_.contains(position.id)) continue;
      if (!known || is_void(*known, position)) wanted.push_back(position.id);
    }
    keep_summaries(wanted);
  }

  void keep_summaries(std::span<const ConversationId> ids) {
    if (ids.empty()) return;
    auto summaries = tx_.store<SummaryStore>().summaries(page_.user.id, ids);
    name_senders(tx_, summaries);
    for (ConversationSummary& summary : summaries) keep(std::move(summary));
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
    const std::optional<Conversation> conversation = tx_.store<ConversationStore>().find(position.id);
    const std::optional<Member> member = tx_.store<MemberStore>().find(position.id, page_.user.id);
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
    const Seq first = policy::first_visible(reset.summary.conversation.shares_history, reset.summary.joined_seq);
    reset.messages = tx_.store<MessageStore>().before(id, end, first, limits_.sync_window);
    std::ranges::reverse(reset.messages);
    bytes_ += weigh(reset.messages);
    page_.resets.push_back(std::move(reset));
  }

  void correct_cursor(const ClientPosition& known, const ConversationPosition& position) {
    const Seq read_seq = latest_cursor(position.id, position.read_seq);
    if (known.read_seq == read_seq) return;
    page_.cursors.push_back({position.id, page_.user.id, read_seq, position.last_seq.value() - read_seq.value()});
    bytes_ += kCoveredBytes;
  }

  Transaction& tx_;
  const Positions& named_;
  const std::map<ConversationId, Seq>& pending_cursors_;
  const Limits& limits_;
  std::vector<ConversationPosition> own_;
  std::span<const ConversationPosition> rest_;  // of them: not covered yet
  bool is_same_history_;
  std::map<ConversationId, ConversationSummary> summaries_;  // read, but not yet on the page
  SyncPage page_;
  std::size_t bytes_ = 0;
};

Result<SyncStart> start_for(const SyncArrival& arrival, const std::optional<Session>& session,
                            std::optional<User> found, const std::vector<ConversationPosition>& positions) {
  const User user = TRY(judge_signed_in(arrival.user, session, std::move(found)));
  SyncStart start{user.role, user.presence_rules(), {}};
  for (const ConversationPosition& position : positions) start.conversations.push_back(position.id);
  return start;
}

Result<SyncPage> read_page(Transaction& tx, const SyncPageRequest& asked, const Limits& limits) {
  std::optional<User> user = tx.store<UserStore>().find(asked.user);
  if (!user) return no_such_user();
  return PageReader(tx, asked, limits, *std::move(user), tx.store<SummaryStore>().positions(asked.user)).read();
}

// Those pages of which nothing but summaries is missing: most, when many come at once. For the others there is nothing,
// so that nobody waits for what somebody else has missed.
class PagesTogether {
 public:
  PagesTogether(Transaction& tx, const Limits& limits, std::size_t places)
      : tx_(tx), limits_(limits), readers_(places) {}

  void add(std::size_t place, const SyncPageRequest& asked, User user, std::vector<ConversationPosition> own) {
    PageReader& reader = readers_[place].emplace(tx_, asked, limits_, std::move(user), std::move(own));
    const auto missing = reader.missing_summaries();
    if (!missing || views_.size() + missing->size() > kSummariesTogether) return readers_[place].reset();
    for (const ConversationId id : *missing) views_.push_back({asked.user, id});
    viewers_.resize(views_.size(), &reader);
  }

  void read_summaries() {
    auto summaries = tx_.store<SummaryStore>().summaries(views_);
    std::vector<ConversationSummary*> found;
    for (auto& summary : summaries) {
      if (summary) found.push_back(&*summary);
    }
    name_senders(tx_, std::span<ConversationSummary* const>(found));
    for (std::size_t i = 0; i < views_.size(); ++i) {
      if (summaries[i]) viewers_[i]->keep(*std::move(summaries[i]));
    }
  }

  std::optional<SyncPage> take(std::size_t place) {
    return readers_[place] ? std::optional(std::move(*readers_[place]).read()) : std::nullopt;
  }

 private:
  Transaction& tx_;
  const Limits& limits_;
  std::vector<std::optional<PageReader>> readers_;
  std::vector<View> views_;
  std::vector<PageReader*> viewers_;  // whose view each of the views is
};

using PageAsked = std::shared_ptr<const SyncPageRequest>;

UserId user_of(const SyncQuestion& question) {
  if (const auto* arrival = std::get_if<SyncArrival>(&question)) return arrival->user;
  return std::get<PageAsked>(question)->user;
}

std::vector<Result<SyncAnswer>> answer_together(Transaction& tx, std::span<const SyncQuestion> questions,
                                                const Limits& limits) {
  if (const auto* page = std::get_if<PageAsked>(&questions.front()); page && questions.size() == 1) {
    return {read_page(tx, **page, limits)};
  }
  std::vector<UserId> users;
  std::vector<SessionId> sessions;
  for (const SyncQuestion& question : questions) {
    users.push_back(user_of(question));
    if (const auto* arrival = std::get_if<SyncArrival>(&question)) sessions.push_back(arrival->session);
  }
  const auto found_sessions = tx.store<SessionStore>().find_all(sessions);
  auto found_users = tx.store<UserStore>().find_all(users);
  auto positions = tx.store<SummaryStore>().positions(users);

  std::vector<Result<SyncAnswer>> answers(questions.size());
  PagesTogether pages(tx, limits, questions.size());
  auto session = found_sessions.begin();
  for (std::size_t i = 0; i < questions.size(); ++i) {
    if (const auto* arrival = std::get_if<SyncArrival>(&questions[i])) {
      answers[i] = start_for(*arrival, *session++, std::move(found_users[i]), positions[i]);
    } else if (found_users[i]) {
      pages.add(i, *std::get<PageAsked>(questions[i]), *std::move(found_users[i]), std::move(positions[i]));
    }
  }
  pages.read_summaries();
  for (std::size_t i = 0; i < questions.size(); ++i) {
    if (std::holds_alternative<PageAsked>(questions[i])) answers[i] = pages.take(i);
  }
  return answers;
}

Result<ConversationChanges> read_changes_for(Transaction& tx, ConversationId id, Rev since, Seq joined_seq,
                                             std::size_t limit) {
  const std::optional<Conversation> conversation = tx.store<ConversationStore>().find(id);
  if (!conversation) return no_such_conversation();
  const Seq first = policy::first_visible(conversation->shares_history, joined_seq);
  return read_changes(tx, *conversation, since, first, limit);
}

}  // namespace

Sync::Sync(Database& database, const ReadCursors& read_cursors, const Limits& limits)
    : database_(database),
      read_cursors_(read_cursors),
      limits_(limits),
      lane_(database, {.limits = kTogether},
            [&limits](Transaction& tx, auto questions) { return answer_together(tx, questions, limits); }) {}

Task<SyncStart> Sync::start(UserId user, SessionId session) {
  auto answer = CO_TRY(co_await lane_.ask(SyncArrival{user, session}));
  co_return std::get<SyncStart>(std::move(answer));
}

Task<SyncPage> Sync::page(UserId user, SyncRequest request) {
  if (request.positions.size() > limits_.sync_conversations) {
    co_return fail_field("conversations", FieldFault::too_long,
                         fmt::format("At most {} conversations may be named.", limits_.sync_conversations));
  }
  const auto asked = std::make_shared<const SyncPageRequest>(user, std::move(request), read_cursors_.pending(user));
  auto answer = CO_TRY(co_await lane_.ask(asked));
  if (auto& page = std::get<std::optional<SyncPage>>(answer)) co_return *std::move(page);
  co_return co_await database_.read(
      [asked, &limits = limits_](Transaction& tx) { return read_page(tx, *asked, limits); });
}

Task<ConversationChanges> Sync::changes_since(ConversationId conversation, Rev since, Seq joined_seq) {
  return database_.read([conversation, since, joined_seq, limit = limits_.sync_changes](Transaction& tx) {
    return read_changes_for(tx, conversation, since, joined_seq, limit);
  });
}

Task<Sync::Revs> Sync::revs(std::vector<ConversationId> conversations, std::vector<UserId> users) {
  auto work = [conversations = std::move(conversations), users = std::move(users)](Transaction& tx) -> Result<Revs> {
    return Revs{tx.store<ConversationStore>().revs(conversations), tx.store<UserStore>().revs(users)};
  };
  co_return co_await database_.read(std::move(work));
}

}  // namespace parley
