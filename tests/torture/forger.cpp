#include <algorithm>
#include <optional>

#include "bus/redis/names.hpp"
#include "support/forgery.hpp"
#include "support/redis_server.hpp"
#include "torture/forger.hpp"

namespace parley::torture {
namespace {

using testing::RedisEar;
using testing::RedisServer;

constexpr int kDatabase = 0;
constexpr std::size_t kKept = 50'000;
constexpr std::int64_t kHighestRev = 500;

template <class T>
void remember(std::vector<T>& all, const T& one) {
  if (std::ranges::find(all, one) == all.end()) all.push_back(one);
}

}  // namespace

Forger::Forger(UserId accomplice, std::uint64_t seed)
    : accomplice_(accomplice), random_(seed), ear_(RedisServer::shared().port(), "parley:*", /*is_pattern=*/true) {}

void Forger::forge() {
  RedisEar::Message heard = ear_.hear_message();
  while (own_.contains(heard.text)) heard = ear_.hear_message();
  if (own_.size() > kKept) own_.clear();
  const std::optional<Topic> topic = redis::topic_of_channel(kDatabase, heard.channel);
  remember(channels_, heard.channel);
  if (topic && std::holds_alternative<UserId>(*topic)) remember(users_, std::get<UserId>(*topic));
  repeat(heard);
  if (topic) invent(*topic);
}

// Repeats the message as it is, on another channel, and with one bit changed.
void Forger::repeat(const RedisEar::Message& heard) {
  publish(heard.channel, heard.text);
  publish(channels_[random_() % channels_.size()], heard.text);
  std::string changed = heard.text;
  if (changed.empty()) return;
  char& byte = changed[random_() % changed.size()];
  byte = static_cast<char>(byte ^ 1 << random_() % 8);
  publish(heard.channel, changed);
}

// Makes a message, sends a member away, and gives the accomplice the conversation.
void Forger::invent(const Topic& topic) {
  const auto rev = static_cast<std::int64_t>(random_() % kHighestRev);
  send(testing::forged_event(topic, rev));
  if (!users_.empty()) send(testing::forged_event(topic, rev, StopDelivery{users_[random_() % users_.size()]}));
  if (const auto* conversation = std::get_if<ConversationId>(&topic)) {
    send(testing::forged_event(accomplice_, rev, StartDelivery{{*conversation, Rev(0), Seq(0)}}));
  }
}

void Forger::send(const Publication& publication) {
  const std::string channel = redis::topic_channel(kDatabase, redis::topic_name(publication.topic));
  for (const std::string& text : testing::forged_forms(publication)) publish(channel, text);
}

void Forger::publish(const std::string& channel, const std::string& text) {
  own_.insert(text);
  // The forger itself is one of the listeners.
  reached_ += std::stoll(RedisServer::shared().run({"PUBLISH", channel, text})) - 1;
}

}  // namespace parley::torture
