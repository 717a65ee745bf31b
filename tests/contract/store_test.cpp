#include <parley/features/accounts/store.hpp>

#include <parley/core/announce.hpp>
#include <parley/core/policy.hpp>
#include <parley/core/store/conversations.hpp>
#include <parley/core/store/members.hpp>
#include <parley/core/store/messages.hpp>

#include "contract/store_test.hpp"

namespace parley::testing {

void StoreTest::listen() {
  database().set_commit_listener(listen_to_events([this](std::span<const Event> events) {
    std::scoped_lock lock(mutex_);
    events_.insert(events_.end(), events.begin(), events.end());
  }));
}

UserId StoreTest::add_user(const std::string& username) {
  const NewUser user{.id = UserId::generate(),
                     .username = username,
                     .display_name = username,
                     .email = std::nullopt,
                     .password_hash = "hash of " + username,
                     .created_at = at(0)};
  return write([&](Transaction& transaction) { return transaction.store<AccountStore>().add(user).value().id; });
}

std::vector<UserId> StoreTest::add_users(std::size_t count) {
  std::vector<UserId> users;
  for (std::size_t i = 0; i < count; ++i) users.push_back(add_user("user" + std::to_string(i)));
  return users;
}

ConversationId StoreTest::add_group(std::span<const UserId> members, bool shares_history) {
  return write([&](Transaction& transaction) {
    const auto group = transaction.store<ConversationStore>().add({.id = ConversationId::generate(),
                                                                   .kind = ConversationKind::group,
                                                                   .title = "A group",
                                                                   .label = "",
                                                                   .shares_history = shares_history,
                                                                   .created_by = members.front(),
                                                                   .created_at = at(0)});
    for (const UserId member : members) {
      const auto role = member == members.front() ? MemberRole::admin : MemberRole::member;
      transaction.store<MemberStore>().add(group.id, member, role, Seq(0), group.rev, at(0));
    }
    return group.id;
  });
}

ConversationId StoreTest::add_direct(UserId one, UserId other) {
  return write([&](Transaction& transaction) {
    NewConversation wanted;
    wanted.id = ConversationId::generate();
    wanted.kind = ConversationKind::direct;
    wanted.created_by = one;
    wanted.created_at = at(0);
    const Conversation direct = transaction.store<ConversationStore>().add_direct(wanted, one, other).first;
    for (const UserId user : {one, other}) {
      transaction.store<MemberStore>().add(direct.id, user, MemberRole::member, Seq(0), direct.rev, at(0));
    }
    return direct.id;
  });
}

Conversation StoreTest::conversation(ConversationId id) {
  return read([&](Transaction& transaction) { return transaction.store<ConversationStore>().find(id).value(); });
}

Member StoreTest::join(ConversationId conversation, UserId user, MemberRole role) {
  return write([&](Transaction& transaction) {
    const auto locked = transaction.store<ConversationStore>().lock(conversation).value();
    const Rev rev = transaction.store<ConversationStore>().advance(conversation);
    return transaction.store<MemberStore>().add(conversation, user, role, locked.last_seq, rev, at(0),
                                                policy::visible_after(locked));
  });
}

Member StoreTest::leave(ConversationId conversation, UserId user) {
  return write([&](Transaction& transaction) {
    const Rev rev = transaction.store<ConversationStore>().advance(conversation);
    return transaction.store<MemberStore>().remove(conversation, user, true, rev, at(0));
  });
}

std::vector<Result<SentMessage>> StoreTest::append(std::vector<NewMessage> batch, Time now) {
  return write([&](Transaction& transaction) { return transaction.store<MessageStore>().append(batch, now); });
}

Result<SentMessage> StoreTest::send(NewMessage message, Time now) { return append({std::move(message)}, now).front(); }

Message StoreTest::say(ConversationId conversation, UserId sender, std::string body, Time now) {
  const auto client_id = "said " + std::to_string(++client_ids_);
  return send({conversation, sender, client_id, std::move(body), std::nullopt}, now).value().message;
}

Message StoreTest::edit(ConversationId conversation, Seq seq, const std::string& body, Time now) {
  return write([&](Transaction& transaction) {
    const Rev rev = transaction.store<ConversationStore>().advance(conversation);
    return transaction.store<MessageStore>().edit(
        transaction.store<MessageStore>().find(conversation, seq, Seq(1)).value(), {body}, rev, now);
  });
}

Message StoreTest::erase(ConversationId conversation, Seq seq, Time now) {
  return write([&](Transaction& transaction) {
    const Rev rev = transaction.store<ConversationStore>().advance(conversation);
    const Message message = transaction.store<MessageStore>().find(conversation, seq, Seq(1)).value();
    return transaction.store<MessageStore>().erase(message, message.sender, rev, now);
  });
}

}  // namespace parley::testing
