// The users and their rooms, in memory, and the REST calls that the benchmark's client makes to create them. One
// thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace beast_room {

class Session;

struct Room {
  std::string id;
  std::string title;
  std::set<std::string, std::less<>> members;  // user ids
  std::int64_t seq = 0;                        // the seq of its last message
  std::set<Session*> sessions = {};            // the sessions that get the room's messages
};

class Directory {
 public:
  // Returns the body of the reply to a POST, or nothing if the path does not exist. Throws if the request is at fault.
  std::optional<std::string> answer(std::string_view path, std::string_view token, const nlohmann::json& request);

  const std::string& user(const std::string& token) const { return users_.at(token); }
  std::vector<std::reference_wrapper<Room>> rooms_of(const std::string& user);
  // Returns a room of which the user is a member. Throws if there is none.
  Room& room(const std::string& user, const std::string& id);

 private:
  std::string add_user(const nlohmann::json& request);
  std::string add_room(const std::string& creator, const nlohmann::json& request);

  std::unordered_map<std::string, std::string> users_;  // user ids by token
  std::unordered_map<std::string, Room> rooms_;  // by id
  std::unordered_map<std::string, std::vector<std::string>> rooms_of_;
};

// Returns what a client needs to know of a room.
nlohmann::json describe(const Room& room);

}  // namespace beast_room
