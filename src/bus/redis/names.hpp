// What Parley's channels and keys are called in Redis. A server's channels are common to all of its databases, so a
// channel's name says which database it belongs to; keys need no such care. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <parley/bus/event_bus.hpp>

namespace parley::redis {

// conversation:<id> or user:<id>: what chooses the endpoint.
std::string topic_name(const Topic& topic);
// parley:<database>:<topic's name>
std::string topic_channel(int database, std::string_view topic_name);
std::optional<Topic> topic_of_channel(int database, std::string_view channel);
// Where nodes tell each other how they are.
std::string control_channel(int database);
std::string lease_key(UserId user);
std::string limit_key(std::string_view key);

}  // namespace parley::redis
