#include <stdexcept>

#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <nlohmann/json.hpp>

#include "directory.hpp"

namespace beast_room {
namespace {

using nlohmann::json;

std::string random_uuid() {
  static boost::uuids::random_generator generate;
  return to_string(generate());
}

}  // namespace

std::optional<std::string> Directory::answer(std::string_view path, std::string_view token, const json& request) {
  if (path == "/api/dev/token") return add_user(request);
  if (path == "/api/conversations") return add_room(user(std::string(token)), request);
  return std::nullopt;
}

std::vector<std::reference_wrapper<Room>> Directory::rooms_of(const std::string& user) {
  std::vector<std::reference_wrapper<Room>> rooms;
  for (const std::string& id : rooms_of_[user]) rooms.emplace_back(rooms_.at(id));
  return rooms;
}

Room& Directory::room(const std::string& user, const std::string& id) {
  Room& room = rooms_.at(id);
  if (!room.members.contains(user)) throw std::runtime_error("not a member");
  return room;
}

std::string Directory::add_user(const json& request) {
  const std::string id = random_uuid();
  const std::string token = random_uuid();
  users_.emplace(token, id);
  return json{{"user", {{"id", id}, {"username", request.at("username")}}}, {"access_token", token}}.dump();
}

std::string Directory::add_room(const std::string& creator, const json& request) {
  Room room{.id = random_uuid(), .title = request.at("title"), .members = request.at("members")};
  room.members.insert(creator);
  for (const std::string& member : room.members) rooms_of_[member].push_back(room.id);
  const json reply{{"conversation", describe(room)}};
  rooms_.emplace(room.id, std::move(room));
  return reply.dump();
}

json describe(const Room& room) { return {{"id", room.id}, {"title", room.title}, {"rev", room.seq}}; }

}  // namespace beast_room
