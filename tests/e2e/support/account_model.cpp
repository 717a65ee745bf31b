#include "e2e/support/account_model.hpp"

namespace parley::e2e {

void AccountModel::load(LiveClient& client, const std::string& token) {
  const Json hello = client.hello(token);
  profile_ = hello.at("user");
  user_ = profile_.at("id");
  stream_.apply_sync(hello.at("sync"));
  for (const Json& summary : hello.at("sync").at("added")) remember_summary(summary);
  for (const Json& reset : hello.at("sync").at("reset")) remember_summary(reset.at("summary"));
  const Json blocked = client.must("block.list");
  for (const Json& user : blocked.at("users")) blocks_.insert(user.at("id").get<std::string>());
  invitations_ = client.must("invitation.list").at("invitations");
  for (const auto& [id, conversation] : stream_.conversations()) {
    const Json page = client.must("message.list", {{"conversation", id}});
    for (const Json& message : page.at("messages")) {
      fetched_[{id, message.at("seq").get<std::int64_t>()}] = message;
    }
  }
}

void AccountModel::remember_summary(const Json& summary) {
  const std::string id = summary.at("conversation").at("id");
  settings_[id] = summary.at("settings");
  read_[id] = summary.at("read_seq");
}

void AccountModel::apply_event(const Json& event) {
  stream_.apply_event(event);
  const std::string name = event.at("event");
  const Json& data = event.at("data");
  if (name == "profile.updated") profile_ = data;
  if (name == "conversation.added") remember_summary(data);
  if (name == "settings.updated") settings_[data.at("conversation").get<std::string>()] = data.at("settings");
  if (name == "receipt") read_[data.at("conversation").get<std::string>()] = data.at("read_seq");
  if (name == "invitations.updated") invitations_ = data.at("invitations");
  if (name == "blocks.updated") blocks_ = data.at("users").get<std::set<std::string>>();
  // A message moves its author's read cursor. The server sends no event for that.
  if (name == "message.created" && data.at("sender") == user_)
    read_[data.at("conversation").get<std::string>()] = data.at("seq");
}

Json AccountModel::picture() const {
  Json all = {
      {"profile", profile_}, {"blocks", blocks_}, {"invitations", invitations_}, {"conversations", Json::object()}};
  for (const auto& [id, conversation] : stream_.conversations()) {
    std::map<std::int64_t, Json> messages = conversation.messages;
    for (const auto& [place, message] : fetched_) {
      if (place.first != id) continue;
      const auto [known, is_new] = messages.try_emplace(place.second, message);
      if (!is_new && known->second.at("rev") < message.at("rev")) known->second = message;
    }
    Json members = Json::object();
    for (const std::string& user : conversation.present()) {
      members[user] = conversation.members.at(user);
      members[user].erase("display_name");  // Other users get no event for a new name yet (docs/roadmap.md).
    }
    Json texts = Json::array();
    for (const auto& [seq, message] : messages) texts.push_back(message);
    all["conversations"][id] = {{"title", conversation.title},  {"rev", conversation.rev}, {"members", members},
                                {"settings", settings_.at(id)}, {"read", read_.at(id)},    {"messages", texts}};
  }
  return all;
}

}  // namespace parley::e2e
