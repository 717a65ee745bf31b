#include "bus/redis/names.hpp"

namespace parley::redis {
namespace {

constexpr std::string_view kConversation = "conversation:";
constexpr std::string_view kUser = "user:";

std::string prefix_of(int database) { return "parley:" + std::to_string(database) + ":"; }

}  // namespace

std::string topic_name(const Topic& topic) {
  if (const auto* user = std::get_if<UserId>(&topic)) return std::string(kUser) + user->text();
  return std::string(kConversation) + std::get<ConversationId>(topic).text();
}

std::string topic_channel(int database, std::string_view topic_name) { return prefix_of(database).append(topic_name); }

std::optional<Topic> topic_of_channel(int database, std::string_view channel) {
  const std::string prefix = prefix_of(database);
  if (!channel.starts_with(prefix)) return std::nullopt;
  const std::string_view name = channel.substr(prefix.size());
  if (name.starts_with(kConversation)) return ConversationId::parse(name.substr(kConversation.size()));
  if (name.starts_with(kUser)) return UserId::parse(name.substr(kUser.size()));
  return std::nullopt;
}

std::string control_channel(int database) { return prefix_of(database) + "nodes"; }

std::string lease_key(UserId user) { return "parley:lease:" + user.text(); }

std::string limit_key(std::string_view key) { return "parley:limit:" + std::string(key); }

}  // namespace parley::redis
