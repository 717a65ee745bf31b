// The requests and replies of the operations on presence, and how they look on the wire. Plain values; any thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include <parley/core/fields.hpp>
#include <parley/protocol/text.hpp>

namespace parley {

struct WatchRequest {
  std::vector<UserId> users;
  std::vector<ConversationId> conversations;

  // What the request costs, in tokens.
  double weight() const {
    return 1 + static_cast<double>(users.size()) / 25 + 4 * static_cast<double>(conversations.size());
  }
};
template <>
struct Fields<WatchRequest> {
  static constexpr std::string_view name = "WatchRequest";
  static constexpr auto list =
      std::tuple{field("users", &WatchRequest::users, "The users to watch from now on. An empty list ends watching.",
                       Bounds{0, kWatchedUsersMost}),
                 defaulted("conversations", &WatchRequest::conversations,
                           "Also watch the members of these, if they are at most limits.presence_members.",
                           Bounds{0, kWatchedConversationsMost})};
};

enum class ChosenPresence : std::uint8_t { online, away, dnd };
template <>
struct Names<ChosenPresence> {
  static constexpr std::array<std::pair<ChosenPresence, std::string_view>, 3> list{
      {{ChosenPresence::online, "online"}, {ChosenPresence::away, "away"}, {ChosenPresence::dnd, "dnd"}}};
};

struct PresenceRequest {
  ChosenPresence state = ChosenPresence::online;
};
template <>
struct Fields<PresenceRequest> {
  static constexpr std::string_view name = "PresenceRequest";
  static constexpr auto list = std::tuple{field(
      "state", &PresenceRequest::state,
      "away: this device, until it changes its state or disconnects, over the WebSocket only. dnd: the user, on all "
      "devices, until changed.")};
};

inline constexpr Form kUserIdsForm{.pattern =
                                       "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
                                       "(,[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}){0,99}$"};
static_assert(kListedPresencesMost == 100);

struct PresenceListRequest {
  Line users;

  // What the request costs, in tokens.
  double weight() const { return 1 + static_cast<double>(std::ranges::count(users.value, ',')) / 25; }
};
template <>
struct Fields<PresenceListRequest> {
  static constexpr std::string_view name = "PresenceListRequest";
  static constexpr auto list =
      std::tuple{field("users", &PresenceListRequest::users, "Up to 100 user ids, separated by commas.",
                       Bounds(1, kListedPresencesMost * 37).with(kUserIdsForm))};
};

struct PresenceList {
  std::vector<Presence> users;
};
template <>
struct Fields<PresenceList> {
  static constexpr std::string_view name = "PresenceList";
  static constexpr auto list =
      std::tuple{field("users", &PresenceList::users, "The users in the order of the request.")};
};

}  // namespace parley
