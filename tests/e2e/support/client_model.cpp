#include <stdexcept>

#include "e2e/support/client_model.hpp"

namespace parley::e2e {
namespace {

// Returns whether the row has a higher rev than the known one.
bool is_newer(const Json& known, const Json& row) { return known.is_null() || known.at("rev") < row.at("rev"); }

}  // namespace

std::set<std::string> ClientModel::Conversation::present() const {
  std::set<std::string> ids;
  for (const auto& [id, member] : members) {
    if (!member.contains("left_at")) ids.insert(id);
  }
  return ids;
}

Json ClientModel::position() const {
  Json position = {{"conversations", Json::object()}};
  if (!epoch_.empty()) position["epoch"] = epoch_;
  for (const auto& [id, conversation] : conversations_) position["conversations"][id] = {{"rev", conversation.rev}};
  return position;
}

void ClientModel::apply_sync(const Json& page) {
  epoch_ = page.at("epoch");
  for (const Json& gone : page.at("gone")) conversations_.erase(gone.get<std::string>());
  for (const Json& summary : page.at("added")) start_afresh(summary);
  for (const Json& reset : page.at("reset")) {
    ++resets_;
    start_afresh(reset.at("summary"));
    Conversation& conversation = conversations_.at(reset.at("summary").at("conversation").at("id"));
    for (const Json& message : reset.at("messages")) apply_message(conversation, message);
    if (!conversation.messages.empty()) conversation.known_from = conversation.messages.begin()->first;
  }
  for (const Json& changes : page.at("changes")) apply_changes(changes);
}

void ClientModel::apply_event(const Json& event) {
  const std::string name = event.at("event");
  if (name == "conversation.added") {
    const Json& summary = event.at("data");
    if (!conversations_.contains(summary.at("conversation").at("id"))) start_afresh(summary);
    return;
  }
  if (name == "conversation.removed") {
    conversations_.erase(event.at("data").at("conversation").get<std::string>());
    return;
  }
  if (!event.contains("rev")) return;
  Conversation& conversation = conversations_.at(event.at("conversation"));
  const Json& data = event.at("data");
  const std::int64_t rev = event.at("rev");
  const std::int64_t since = name == "conversation.changes" ? data.at("since").get<std::int64_t>() : rev - 1;
  if (since != conversation.rev) {
    throw std::runtime_error("the client stood at rev " + std::to_string(conversation.rev) + " and was sent " +
                             event.dump());
  }
  if (name == "conversation.changes") return apply_changes(data);
  conversation.rev = rev;
  if (name.starts_with("message.")) apply_message(conversation, data);
  if (name.starts_with("member.")) apply_member(conversation, data);
  if (name == "conversation.updated") conversation.title = data.at("title");
}

void ClientModel::start_afresh(const Json& summary) {
  const Json& properties = summary.at("conversation");
  Conversation fresh;
  fresh.rev = properties.at("rev");
  fresh.known_from = properties.at("last_seq").get<std::int64_t>() + 1;
  fresh.title = properties.at("title");
  for (const Json& member : summary.at("members")) apply_member(fresh, member);
  conversations_.insert_or_assign(properties.at("id").get<std::string>(), std::move(fresh));
}

void ClientModel::apply_changes(const Json& changes) {
  Conversation& conversation = conversations_.at(changes.at("conversation"));
  if (changes.at("since").get<std::int64_t>() != conversation.rev) {
    throw std::runtime_error("the client stood at rev " + std::to_string(conversation.rev) + " and was sent " +
                             changes.dump());
  }
  conversation.rev = changes.at("rev");
  for (const Json& message : changes.at("messages")) apply_message(conversation, message);
  for (const Json& member : changes.at("members")) apply_member(conversation, member);
  if (changes.contains("properties")) conversation.title = changes.at("properties").at("title");
}

void ClientModel::apply_message(Conversation& conversation, const Json& message) {
  Json& known = conversation.messages[message.at("seq").get<std::int64_t>()];
  if (is_newer(known, message)) known = message;
}

void ClientModel::apply_member(Conversation& conversation, const Json& member) {
  Json& known = conversation.members[member.at("user").get<std::string>()];
  if (is_newer(known, member)) known = member;
}

}  // namespace parley::e2e
