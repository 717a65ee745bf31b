// Builds the names of Parley's channels and keys in Redis. The channels of a Redis server are shared by all its
// databases, so a channel's name contains the number of the database; keys belong to one database anyway. Pure; any
// thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <parley/bus/event_bus.hpp>

namespace parley::redis {

// Returns conversation:<id> or user:<id>, by which the endpoint is chosen.
std::string topic_name(const Topic& topic);
// Returns parley:<database>:<topic's name>.
std::string topic_channel(int database, std::string_view topic_name);
// Returns the topic of a channel, and nothing for a channel that topic_channel() did not name.
std::optional<Topic> topic_of_channel(int database, std::string_view channel);
// Returns the channel on which nodes publish their reports.
std::string control_channel(int database);
std::string lease_key(UserId user);
std::string limit_key(std::string_view key);

}  // namespace parley::redis
