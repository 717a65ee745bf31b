#include <fmt/format.h>

#include <parley/core/announce.hpp>
#include <parley/features/accounts/store.hpp>
#include <parley/features/sign_in/store.hpp>

#include "core/roles.hpp"
#include "unit/features/service_test.hpp"

namespace parley::testing {
namespace {

template <class... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};

std::string reason_text(RevocationReason reason) {
  switch (reason) {
    case RevocationReason::logout: return "logout";
    case RevocationReason::revoked_by_user: return "revoked";
    case RevocationReason::password_changed: return "password changed";
    case RevocationReason::token_reused: return "token reused";
    case RevocationReason::deactivated: return "deactivated";
    case RevocationReason::replaced: return "replaced";
    case RevocationReason::ended_by_operator: return "ended_by_operator";
  }
  return {};
}

}  // namespace

ServiceTest::ServiceTest() {
  auto opened = open_sqlite({.path = folder_.file("parley.db"), .durable = false});
  if (!opened) throw std::runtime_error(opened.error().detail);
  database_ = std::move(*opened);
  database_->set_commit_listener(listen_to_events([this](std::span<const Event> events) {
    for (const Event& event : events) record(event);
  }));
  writer_ = std::make_unique<MessageWriter>(*database_, clock_, MessageWriterLimits{});
  conversations_ = std::make_unique<Conversations>(*database_, read_cursors_, clock_, limits_);
  members_ = std::make_unique<Members>(*database_, clock_, limits_);
  invitations_ = std::make_unique<Invitations>(*database_, clock_, limits_);
  messages_ = std::make_unique<Messages>(*database_, *writer_, read_cursors_, clock_, limits_);
  annotations_ = std::make_unique<Annotations>(*database_, clock_, limits_);
  const auto announce = [this](Event event) { record(std::move(event)); };
  receipts_ = std::make_unique<Receipts>(*database_, read_cursors_, clock_, limits_, announce);
  typing_ = std::make_unique<Typing>(*database_, limits_, announce);
  sync_ = std::make_unique<Sync>(*database_, read_cursors_, limits_);
}

ServiceTest::~ServiceTest() {
  writer_.reset();
  database_.reset();
}

Caller ServiceTest::add_user(const std::string& name) {
  const NewUser user{.id = UserId::generate(),
                     .username = name,
                     .display_name = name,
                     .email = std::nullopt,
                     .password_hash = "!",
                     .created_at = clock_.now()};
  const Session session{.id = SessionId::generate(),
                        .user = user.id,
                        .user_agent = "",
                        .address = "",
                        .created_at = clock_.now(),
                        .last_seen_at = clock_.now(),
                        .revoked_at = std::nullopt,
                        .revocation_reason = std::nullopt};
  value_of(database_->write([user, session](Transaction& tx) {
    auto added = tx.store<AccountStore>().add(user);
    tx.store<SessionStore>().add(session);
    return added;
  }));
  names_[user.id] = name;
  return {user.id, session.id};
}

void ServiceTest::deactivate(UserId user) {
  value_of(database_->write([user](Transaction& tx) -> Result<void> {
    tx.store<ConversationStore>().lock_all_of(user);
    tx.store<AccountStore>().deactivate(user, Time(milliseconds(1)));
    announce_closed_account(tx, user);
    return {};
  }));
}

ConversationId ServiceTest::add_group(const std::vector<Caller>& members, bool shares_history) {
  NewGroup group{.title = "A group", .label = "", .shares_history = shares_history, .members = {}};
  for (const Caller& member : members) group.members.push_back(member.user);
  const ConversationId id = value_of(conversations_->create_group(members.front(), group)).conversation.id;
  take_events();
  return id;
}

Message ServiceTest::say(const Caller& sender, ConversationId conversation, const std::string& body) {
  const std::string client_id = "said " + std::to_string(++client_ids_);
  return value_of(messages_->send(sender, conversation, client_id, body, std::nullopt)).message;
}

void ServiceTest::permit(const Caller& user, ReachableBy reachable_by) {
  value_of(database_->write([id = user.user, reachable_by](Transaction& tx) {
    return tx.store<AccountStore>().update_profile(id, {.reachable_by = reachable_by});
  }));
  take_events();
}

Member ServiceTest::join(const Caller& admin, ConversationId conversation, const Caller& newcomer) {
  return value_of(members_->add(admin, conversation, newcomer.user, MemberRole::member));
}

std::vector<std::string> ServiceTest::announced() {
  std::vector<std::string> texts;
  for (const Event& event : take_events()) texts.push_back(describe(event));
  return texts;
}

std::vector<Event> ServiceTest::take_events() {
  const std::scoped_lock lock(mutex_);
  return std::exchange(events_, {});
}

void ServiceTest::record(Event event) {
  const std::scoped_lock lock(mutex_);
  events_.push_back(std::move(event));
}

std::string ServiceTest::describe(const Event& event) const {
  const auto change = Overloaded{
      [](const MessageCreated& created) { return fmt::format("message {} created", created.message.seq.value()); },
      [](const MessageEdited& edited) { return fmt::format("message {} edited", edited.message.seq.value()); },
      [](const MessageDeleted& deleted) { return fmt::format("message {} deleted", deleted.message.seq.value()); },
      [](const MessageReacted& reacted) { return fmt::format("message {} reacted", reacted.message.seq.value()); },
      [](const MessagePinned& pinned) { return fmt::format("message {} pinned", pinned.message.seq.value()); },
      [](const MessageUnpinned& unpinned) { return fmt::format("message {} unpinned", unpinned.message.seq.value()); },
      [this](const MemberAdded& added) { return name_of(added.member.user) + " added"; },
      [this](const MemberUpdated& updated) {
        if (updated.member.closed) return name_of(updated.member.user) + " closed";
        return name_of(updated.member.user) + (updated.member.role == MemberRole::admin ? " is admin" : " is member");
      },
      [this](const MemberRemoved& removed) { return name_of(removed.member.user) + " removed"; },
      [](const ConversationUpdated& updated) { return "titled " + updated.conversation.title; },
      [](const ConversationAdded& added) {
        return fmt::format("added at rev {}", added.summary->conversation.rev.value());
      },
      [](const ConversationRemoved&) { return std::string("removed"); },
      [](const ProfileUpdated& updated) { return "named " + updated.user.display_name; },
      [](const SessionsRevoked& revoked) {
        return fmt::format("{} sessions ended, {}", revoked.sessions.size(), reason_text(revoked.reason));
      },
      [](const SettingsUpdated& updated) { return std::string(updated.settings.pinned ? "pinned" : "not pinned"); },
      [](const BlocksUpdated& updated) { return fmt::format("{} blocked", updated.users.size()); },
      [](const InvitationsUpdated& updated) { return fmt::format("{} invitations", updated.invitations.size()); }};
  return std::visit(
      Overloaded{[&](const ConversationEvent& durable) {
                   return fmt::format("rev {}: {}", durable.rev.value(), std::visit(change, durable.change));
                 },
                 [&](const UserEvent& durable) {
                   return fmt::format("to {} {}: {}", name_of(durable.user), durable.rev.value(),
                                      std::visit(change, durable.change));
                 },
                 [&](const TypingChanged& typing) {
                   return name_of(typing.user) + (typing.active ? " types" : " stopped typing");
                 },
                 [](const TypingMerged& merged) { return fmt::format("{} type", merged.users.size()); },
                 [](const ReceiptsMoved& moved) { return fmt::format("{} receipts", moved.members.size()); },
                 [&](const ReadCursorMoved& moved) {
                   return fmt::format("{} read {}, {} unread", name_of(moved.user), moved.read_seq.value(),
                                      moved.unread);
                 }},
      event);
}

std::string ServiceTest::name_of(UserId user) const {
  const auto at = names_.find(user);
  return at == names_.end() ? "someone" : at->second;
}

}  // namespace parley::testing
