// After any events in any order, a client that comes back from any older state, and one that has listened all the time,
// know exactly what a fresh read of the database shows.
#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <rapidcheck.h>

#include "unit/features/service_test.hpp"

namespace parley::testing {
namespace {

constexpr int kUsers = 4;  // so few that a summary brings all members

// What a client knows of one conversation: everything about it, and its messages from `low` on.
class Mirror {
 public:
  Mirror(UserId self, const ConversationSummary& summary, const std::vector<Message>& messages)
      : self_(self),
        rev_(summary.conversation.rev),
        last_seq_(summary.conversation.last_seq),
        low_(messages.empty() ? last_seq_.next() : messages.front().seq),
        role_(summary.role),
        visible_after_(summary.visible_after),
        read_seq_(summary.read_seq) {
    apply(summary.conversation);
    for (const Member& member : summary.members) apply(member);
    for (const Message& message : messages) apply(message);
    mentions_ = std::set(summary.mentions.begin(), summary.mentions.end());
    forget_what_is_hidden();
  }

  static Mirror of_list(UserId self, const ConversationSummary& summary) {
    std::vector<Message> messages;
    if (summary.last_message) messages.push_back(*summary.last_message);
    return {self, summary, messages};
  }

  void apply(const ConversationChanges& changes) {
    if (changes.properties) apply(*changes.properties);
    for (const Member& member : changes.members) apply(member);
    for (const Message& message : changes.messages) apply(message);
    rev_ = changes.rev;
    forget_what_is_hidden();
  }

  void apply(const ConversationEvent& event, UserId self) {
    std::visit([this](const auto& change) { apply_change(change); }, event.change);
    if (const auto own = members_.find(self); own != members_.end()) role_ = own->second.first;
    rev_ = event.rev;
    forget_what_is_hidden();
  }

  void move_cursor(Seq read_seq) {
    read_seq_ = read_seq;
    std::erase_if(mentions_, [read_seq](Seq mention) { return mention <= read_seq; });
  }
  const std::set<Seq>& mentions() const { return mentions_; }
  Rev rev() const { return rev_; }
  Seq low() const { return low_; }
  Seq read_seq() const { return read_seq_; }

  std::string text() const {
    std::string text = fmt::format("'{}' rev {} meta {} last {} joined {} {}{}:", title_, rev_.value(),
                                   meta_rev_.value(), last_seq_.value(), visible_after_.value(),
                                   static_cast<int>(role_), shares_history_ ? " shared" : "");
    for (const auto& [user, row] : members_) {
      text += fmt::format(" [{} {} {}]", tail(user), static_cast<int>(row.first), row.second.value());
    }
    for (const auto& [seq, message] : messages_) text += describe(message);
    return text;
  }

 private:
  static std::string tail(UserId user) { return user.text().substr(30); }
  static std::string tail(const std::optional<UserId>& user) { return user ? tail(*user) : ""; }

  std::string describe(const Message& message) const {
    std::string text = fmt::format(" {}@{}{}{}'{}'", message.seq.value(), message.rev.value(),
                                   message.deleted_at ? "x" : "", tail(message.deleted_by), message.content.body);
    if (message.pinned_at) text += " pinned by " + tail(message.pinned_by);
    if (message.quote) {
      const Quote& quote = *message.quote;
      text += fmt::format(" > {}@{}{}'{}'", quote.seq.value(), quote.rev.value(), quote.deleted ? "x" : "", quote.body);
    }
    for (const Reaction& reaction : message.reactions) {
      text += " " + reaction.emoji;
      for (const UserId user : reaction.users) text += tail(user);
    }
    for (const UserId user : message.mentions) text += " @" + tail(user);
    return text + (message.mentions_all ? " @all" : "");
  }

  void apply(const Conversation& properties) {
    title_ = properties.title;
    shares_history_ = properties.shares_history;
    meta_rev_ = properties.meta_rev;
  }
  void apply(const Member& member) {
    if (member.left_at) {
      members_.erase(member.user);
    } else {
      members_[member.user] = {member.role, member.rev};
    }
  }
  // A changed message comes without its quote, so the known quote stays. It also changes the quotes of other messages.
  void apply(const Message& message) {
    last_seq_ = std::max(last_seq_, message.seq);
    if (calls(message) && message.seq > read_seq_) {
      mentions_.insert(message.seq);
    } else {
      mentions_.erase(message.seq);
    }
    for (auto& [seq, other] : messages_) {
      if (other.quote && other.quote->seq == message.seq && other.quote->rev < message.rev) {
        other.quote = {message.seq, message.rev, message.sender, message.content.body, message.deleted_at.has_value()};
      }
    }
    if (message.seq < low_) return;
    const auto known = messages_.find(message.seq);
    auto quote = known == messages_.end() ? std::nullopt : known->second.quote;
    Message& now = messages_[message.seq] = message;
    if (!now.quote && !now.deleted_at) now.quote = std::move(quote);
  }
  bool calls(const Message& message) const {
    const bool by_name = std::ranges::find(message.mentions, self_) != message.mentions.end();
    return by_name || (message.mentions_all && message.sender != self_);
  }

  // The hub leaves out the quote of a message that the member may not see, as the table of events says.
  void apply_change(const MessageCreated& change) {
    Message message = change.message;
    if (message.quote && message.quote->seq <= visible_after_) message.quote.reset();
    apply(message);
  }
  void apply_change(const MessageEdited& change) { apply(change.message); }
  void apply_change(const MessageDeleted& change) { apply(change.message); }
  void apply_change(const MessageReacted& change) { apply(change.message); }
  void apply_change(const MessagePinned& change) { apply(change.message); }
  void apply_change(const MessageUnpinned& change) { apply(change.message); }
  void apply_change(const MemberAdded& change) { apply(change.member); }
  void apply_change(const MemberUpdated& change) { apply(change.member); }
  void apply_change(const MemberRemoved& change) { apply(change.member); }
  void apply_change(const ConversationUpdated& change) { apply(change.conversation); }

  void forget_what_is_hidden() {
    low_ = std::max(low_, visible_after_.next());
    messages_.erase(messages_.begin(), messages_.lower_bound(low_));
  }

  UserId self_;
  std::string title_;
  bool shares_history_ = false;
  Rev meta_rev_;
  Rev rev_;
  Seq last_seq_;
  Seq low_;
  MemberRole role_;
  Seq visible_after_;
  Seq read_seq_;
  std::map<UserId, std::pair<MemberRole, Rev>> members_;
  std::map<Seq, Message> messages_;
  std::set<Seq> mentions_;
};

using Mirrors = std::map<ConversationId, Mirror>;

// The state that a client once had in its store.
struct ClientState {
  std::optional<Epoch> epoch;
  Mirrors mirrors;
};

void apply(ClientState& state, const SyncPage& page) {
  const UserId self = page.user.id;
  for (const ConversationId id : page.gone) state.mirrors.erase(id);
  for (const auto& summary : page.added) {
    RC_ASSERT(state.mirrors.emplace(summary.conversation.id, Mirror::of_list(self, summary)).second);
  }
  for (const auto& reset : page.resets) {
    RC_ASSERT(state.mirrors.erase(reset.summary.conversation.id) == 1U);
    state.mirrors.emplace(reset.summary.conversation.id, Mirror(self, reset.summary, reset.messages));
  }
  for (const auto& changes : page.changes) {
    RC_ASSERT(changes.since == state.mirrors.at(changes.conversation).rev());
    state.mirrors.at(changes.conversation).apply(changes);
  }
  for (const auto& cursor : page.cursors) state.mirrors.at(cursor.conversation).move_cursor(cursor.read_seq);
  for (const auto& [id, rev, visible_after] : page.covered) RC_ASSERT(state.mirrors.at(id).rev() == rev);
}

struct Step {
  int kind;
  std::uint8_t actor;
  std::uint8_t conversation;
  std::uint8_t argument;
};

std::ostream& operator<<(std::ostream& out, const Step& step) {
  return out << fmt::format("{{{}, {}, {}, {}}}", step.kind, step.actor, step.conversation, step.argument);
}

rc::Gen<std::vector<Step>> any_history() {
  const auto small = rc::gen::inRange<std::uint8_t>(0, 60);
  const auto kind = rc::gen::weightedElement<int>({{8, 0},
                                                   {3, 1},
                                                   {2, 2},
                                                   {3, 3},
                                                   {1, 4},
                                                   {1, 5},
                                                   {1, 6},
                                                   {1, 7},
                                                   {1, 8},
                                                   {2, 9},
                                                   {1, 10},
                                                   {1, 11},
                                                   {4, 12},
                                                   {4, 13},
                                                   {3, 14},
                                                   {1, 15},
                                                   {2, 16},
                                                   {1, 17},
                                                   {2, 18}});
  return rc::gen::container<std::vector<Step>>(rc::gen::construct<Step>(kind, small, small, small));
}

// Users, their groups and their clients. A step that is not allowed is refused, which is fine.
class SyncPropertyTest : public ServiceTest {
 protected:
  // Starts with other users and groups, in the same database.
  void begin() {
    users_.clear();
    names_.clear();
    for (int i = 0; i < kUsers; ++i) {
      names_.push_back("user" + std::to_string(++count_));
      users_.push_back(add_user(names_.back()));
    }
    conversations_made_.clear();
    listeners_.assign(kUsers, {});
    histories_.assign(kUsers, {ClientState{}});
    create(0);
    create(1);
    limits_.sync_changes = *rc::gen::inRange<std::size_t>(1, 10);
    limits_.sync_window = *rc::gen::inRange<std::size_t>(1, 6);
    limits_.sync_bytes = *rc::gen::element<std::size_t>(1, 2'000, 256 * 1024);
  }

  void take(const Step& step) {
    const Caller& actor = users_[step.actor % users_.size()];
    const UserId other = users_[step.argument % users_.size()].user;
    const ConversationId id = conversations_made_[step.conversation % conversations_made_.size()];
    const Seq seq(1 + step.argument % 12);
    clock_.advance(milliseconds(1));
    const std::string text = fmt::format("{}", ++count_);
    const std::string called = step.argument % 5 == 0 ? "all" : names_[step.argument % names_.size()];
    const std::string body = step.argument % 3 == 0 ? fmt::format("{} @{}", text, called) : text;
    const std::optional<Seq> reply_to = step.argument % 4 == 0 ? std::optional(seq) : std::nullopt;
    const std::string emoji = step.argument % 2 == 0 ? "👍" : "🎉";
    const auto role = static_cast<MemberRole>(step.argument % 3);
    switch (step.kind) {
      case 0: attempt(messages_->send(actor, id, text, body, reply_to)); break;
      case 1: attempt(messages_->edit(actor, id, seq, body)); break;
      case 2: attempt(messages_->erase(actor, id, seq)); break;
      case 3: attempt(members_->add(actor, id, other, role)); break;
      case 4: attempt(members_->remove(actor, id, other)); break;
      case 5: attempt(members_->leave(actor, id)); break;
      case 6: attempt(conversations_->update(actor, id, {.title = text, .label = {}, .shares_history = {}})); break;
      case 7: attempt(conversations_->update(actor, id, {{}, {}, role != MemberRole::member})); break;
      case 8: attempt(members_->change_role(actor, id, other, role)); break;
      case 9: attempt(receipts_->confirm(actor, id, seq, std::nullopt)); break;
      case 10: attempt(read_cursors_.flush(*database_)); break;
      case 11: create(step.actor % kUsers); break;
      case 12: sync(step.actor % kUsers, histories_[step.actor % kUsers].size() - 1); break;
      case 14: attempt(annotations_->react(actor, id, seq, emoji)); break;
      case 15: attempt(annotations_->unreact(actor, id, seq, emoji)); break;
      case 16: attempt(annotations_->pin(actor, id, seq)); break;
      case 17: attempt(annotations_->unpin(actor, id, seq)); break;
      case 18: accept_all(actor); break;
      default: sync(step.actor % kUsers, step.argument % histories_[step.actor % kUsers].size()); break;
    }
    listen();
  }

  // Syncs from the state after one of the client's earlier syncs, or from an empty state.
  void sync(std::size_t user, std::size_t since) {
    ClientState state = histories_[user][since];
    SyncRequest request{.epoch = state.epoch, .positions = {}, .after = {}};
    for (const auto& [id, mirror] : state.mirrors) request.positions[id] = {mirror.rev(), mirror.read_seq()};
    do {
      const SyncPage page = value_of(sync_->page(users_[user].user, request));
      state.epoch = page.epoch;
      apply(state, page);
      request.after = page.next;
    } while (request.after);
    expect_what_is_stored(user, state.mirrors, true);
    histories_[user].push_back(std::move(state));
  }

  void expect_listeners_to_know_everything() {
    for (std::size_t user = 0; user < users_.size(); ++user) expect_what_is_stored(user, listeners_[user], false);
  }

 private:
  template <class T>
  void attempt(Task<T> task) {
    const Result<T> result = run(std::move(task));
    if (!result) RC_ASSERT(result.error().code != ErrorCode::unavailable && result.error().code != ErrorCode::internal);
  }

  // A member who has left comes back in this way only.
  void accept_all(const Caller& user) {
    for (const Invitation& one : value_of(invitations_->list(user))) attempt(invitations_->accept(user, one.id));
  }

  void create(std::size_t creator) {
    const NewGroup group{.title = "new", .label = "", .shares_history = false, .members = {users_[2].user}};
    conversations_made_.push_back(value_of(conversations_->create_group(users_[creator], group)).conversation.id);
    listen();
  }

  // Gives each client, in order, its own events and those of its conversations.
  void listen() {
    for (const Event& event : take_events()) {
      if (const auto* to_user = std::get_if<UserEvent>(&event)) hear(*to_user);
      if (const auto* in_conversation = std::get_if<ConversationEvent>(&event)) {
        for (std::size_t user = 0; user < users_.size(); ++user) hear(user, *in_conversation);
      }
    }
  }

  void hear(const UserEvent& event) {
    const auto at = std::ranges::find(users_, event.user, &Caller::user);
    Mirrors& known = listeners_[static_cast<std::size_t>(at - users_.begin())];
    if (const auto* added = std::get_if<ConversationAdded>(&event.change)) {
      RC_ASSERT(known.emplace(added->summary->conversation.id, Mirror::of_list(event.user, *added->summary)).second);
    } else if (const auto* removed = std::get_if<ConversationRemoved>(&event.change)) {
      RC_ASSERT(known.erase(removed->conversation) == 1U);
    } else {
      RC_ASSERT(std::holds_alternative<InvitationsUpdated>(event.change));
    }
  }

  void hear(std::size_t user, const ConversationEvent& event) {
    const auto at = listeners_[user].find(event.conversation);
    if (at == listeners_[user].end() || event.rev <= at->second.rev()) return;
    RC_ASSERT(event.rev == at->second.rev().next());
    at->second.apply(event, users_[user].user);
  }

  void expect_what_is_stored(std::size_t user, const Mirrors& mirrors, bool with_cursors) {
    const auto own = value_of(sync_->start(users_[user].user, users_[user].session)).conversations;
    RC_ASSERT(own.size() == mirrors.size());
    for (const ConversationId id : own) {
      const Mirror& mirror = mirrors.at(id);
      const Mirror stored = read(users_[user], id, mirror.low());
      RC_ASSERT(mirror.text() == stored.text());
      if (!with_cursors) continue;
      RC_ASSERT(mirror.read_seq() == stored.read_seq());
      RC_ASSERT(mirror.mentions() == stored.mentions());
    }
  }

  // Reads everything that the reader may see, from one message on.
  Mirror read(const Caller& reader, ConversationId id, Seq from) {
    const HistoryQuery query{{}, Seq(from.value() - 1), {}, 10'000};
    return {reader.user, value_of(conversations_->get(reader, id)),
            value_of(messages_->history(reader, id, query)).messages};
  }

  std::vector<Caller> users_;
  std::vector<std::string> names_;  // the names of users_
  std::vector<ConversationId> conversations_made_;
  std::vector<std::vector<ClientState>> histories_;  // for each user's client, its state after each sync
  std::vector<Mirrors> listeners_;  // for each user
  int count_ = 0;
};

TEST_F(SyncPropertyTest, a_client_that_comes_back_from_any_older_state_and_one_that_listened_know_what_is_stored) {
  EXPECT_TRUE(rc::check([this] {
    const auto history = *any_history();
    begin();
    for (const Step& step : history) take(step);
    for (std::size_t user = 0; user < kUsers; ++user) sync(user, 0);
    expect_listeners_to_know_everything();
  }));
}

}  // namespace
}  // namespace parley::testing
