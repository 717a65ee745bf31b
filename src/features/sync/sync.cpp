#include <parley/features/sync/sync.hpp>

#include <span>

#include <fmt/format.h>

#include <parley/core/policy.hpp>
#include <parley/core/send.hpp>
#include <parley/core/store/conversations.hpp>
#include <parley/core/store/members.hpp>
#include <parley/core/store/users.hpp>
#include <parley/features/conversations/store.hpp>
#include <parley/features/sign_in/store.hpp>

#include "core/membership.hpp"
#include "core/sender_names.hpp"
#include "features/sign_in/session_steps.hpp"
#include "features/sync/changes.hpp"
#include "features/sync/page_reader.hpp"

namespace parley {
namespace {

// The limits of one transaction that answers several clients, and the summaries that it reads for all their pages.
constexpr BatcherLimits kTogether{.batch = 64, .waiting = 20'000};
constexpr std::size_t kSummariesTogether = 512;

// Errors: unauthenticated.
Result<SyncStart> start_for(const SyncArrival& arrival, const std::optional<Session>& session,
                            std::optional<User> found, std::vector<ConversationId> conversations) {
  const User user = TRY(judge_signed_in(arrival.user, session, std::move(found)));
  return SyncStart{user.role, user.presence_rules(), std::move(conversations)};
}

Result<SyncPage> read_page(Transaction& tx, const SyncPageRequest& asked, const Limits& limits) {
  std::optional<User> user = tx.store<UserStore>().find(asked.user);
  if (!user) return no_such_user();
  auto first = tx.store<SummaryStore>().positions(PageReader::range_of(asked));
  return PageReader(tx, asked, limits, *std::move(user), std::move(first)).read();
}

// Reads pages for which only summaries are needed, with the summaries of all of them in one statement. When many
// clients come at once, as after a restart, most pages are like this. The others get no page here, so that a client
// does not wait for what another client has missed.
class PagesTogether {
 public:
  PagesTogether(Transaction& tx, const Limits& limits, std::size_t places)
      : tx_(tx), limits_(limits), readers_(places) {}

  void add(std::size_t place, const SyncPageRequest& asked, User user, std::vector<ConversationPosition> first) {
    PageReader& reader = readers_[place].emplace(tx_, asked, limits_, std::move(user), std::move(first));
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
  std::vector<PageReader*> viewers_;  // the reader that needs the summary of each view
};

using PageAsked = std::shared_ptr<const SyncPageRequest>;

UserId user_of(const SyncQuestion& question) {
  if (const auto* arrival = std::get_if<SyncArrival>(&question)) return arrival->user;
  return std::get<PageAsked>(question)->user;
}

// Answers all questions from one snapshot: first the rows that the answers need, in four statements, and then the
// summaries of the pages. A lone page is read at once and as a whole.
std::vector<Result<SyncAnswer>> answer_together(Transaction& tx, std::span<const SyncQuestion> questions,
                                                const Limits& limits) {
  if (const auto* page = std::get_if<PageAsked>(&questions.front()); page && questions.size() == 1) {
    return {read_page(tx, **page, limits)};
  }
  std::vector<UserId> users;
  std::vector<UserId> arriving;
  std::vector<SessionId> sessions;
  std::vector<PositionRange> ranges;
  for (const SyncQuestion& question : questions) {
    users.push_back(user_of(question));
    if (const auto* arrival = std::get_if<SyncArrival>(&question)) {
      arriving.push_back(arrival->user);
      sessions.push_back(arrival->session);
    } else {
      ranges.push_back(PageReader::range_of(*std::get<PageAsked>(question)));
    }
  }
  const auto found_sessions = tx.store<SessionStore>().find_all(sessions);
  auto found_users = tx.store<UserStore>().find_all(users);
  auto conversations = tx.store<SummaryStore>().conversations_of(arriving);
  auto positions = tx.store<SummaryStore>().positions(ranges);

  std::vector<Result<SyncAnswer>> answers(questions.size());
  PagesTogether pages(tx, limits, questions.size());
  auto session = found_sessions.begin();
  auto followed = conversations.begin();
  auto first = positions.begin();
  for (std::size_t i = 0; i < questions.size(); ++i) {
    if (const auto* arrival = std::get_if<SyncArrival>(&questions[i])) {
      answers[i] = start_for(*arrival, *session++, std::move(found_users[i]), std::move(*followed++));
    } else if (auto own = std::move(*first++); found_users[i]) {
      pages.add(i, *std::get<PageAsked>(questions[i]), *std::move(found_users[i]), std::move(own));
    }
  }
  // A page without a reader stays empty. Sync::page() then reads it alone, and reports a user who does not exist.
  pages.read_summaries();
  for (std::size_t i = 0; i < questions.size(); ++i) {
    if (std::holds_alternative<PageAsked>(questions[i])) answers[i] = pages.take(i);
  }
  return answers;
}

Result<ConversationChanges> read_changes_for(Transaction& tx, ConversationId id, Rev since, Seq visible_after,
                                             std::size_t limit) {
  const std::optional<Conversation> conversation = tx.store<ConversationStore>().find(id);
  if (!conversation) return no_such_conversation();
  return read_changes(tx, *conversation, since, visible_after.next(), limit);
}

using MembershipQuestion = std::pair<ConversationId, UserId>;

std::vector<Result<std::optional<Seq>>> answer_memberships(Transaction& tx,
                                                           std::span<const MembershipQuestion> questions) {
  std::vector<Result<std::optional<Seq>>> answers;
  for (const auto& [conversation, user] : questions) {
    const std::optional<Member> member = tx.store<MemberStore>().find(conversation, user);
    const bool is_present = member && policy::is_member(*member);
    answers.emplace_back(is_present ? std::optional(member->visible_after) : std::nullopt);
  }
  return answers;
}

}  // namespace

Sync::Sync(Database& database, const ReadCursors& read_cursors, const Limits& limits)
    : database_(database),
      read_cursors_(read_cursors),
      limits_(limits),
      lane_(database, {.limits = kTogether},
            [&limits](Transaction& tx, auto questions) { return answer_together(tx, questions, limits); }),
      memberships_(database, {.limits = kTogether}, answer_memberships) {}

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
  // A page that takes more than was read together is read in a transaction of its own.
  if (auto& page = std::get<std::optional<SyncPage>>(answer)) co_return *std::move(page);
  co_return co_await database_.read(
      [asked, &limits = limits_](Transaction& tx) { return read_page(tx, *asked, limits); }, user);
}

Task<ConversationChanges> Sync::changes_since(ConversationId conversation, Rev since, Seq visible_after) {
  return database_.read([conversation, since, visible_after, limit = limits_.sync_changes](Transaction& tx) {
    return read_changes_for(tx, conversation, since, visible_after, limit);
  });
}

Task<std::optional<Seq>> Sync::visible_after(ConversationId conversation, UserId user) {
  return memberships_.ask({conversation, user});
}

Task<bool> Sync::has_ended(UserId user, SessionId session) {
  co_return co_await database_.read(
      [user, session](Transaction& tx) -> Result<bool> { return !find_signed_in(tx, user, session); });
}

Task<Sync::Revs> Sync::revs(std::vector<ConversationId> conversations, std::vector<UserId> users) {
  auto work = [conversations = std::move(conversations), users = std::move(users)](Transaction& tx) -> Result<Revs> {
    return Revs{tx.store<ConversationStore>().revs(conversations), tx.store<UserStore>().revs(users)};
  };
  co_return co_await database_.read(std::move(work));
}

}  // namespace parley
