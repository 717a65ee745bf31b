// The types of `data` in events for which no other type of core fits. Plain values; any thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <tuple>
#include <vector>

#include <parley/core/event.hpp>
#include <parley/core/fields.hpp>

namespace parley {

struct TypingData {
  UserId user;
  std::int64_t expires_ms = 0;
};
template <>
struct Fields<TypingData> {
  static constexpr std::string_view name = "Typing";
  static constexpr auto list = std::tuple{
      field("user", &TypingData::user, "The member who types."),
      field("expires_ms", &TypingData::expires_ms, "Show it for this time; 0 means that the member no longer types.")};
};

struct Typists {
  std::vector<TypingData> users;
};
template <>
struct Fields<Typists> {
  static constexpr std::string_view name = "Typists";
  static constexpr auto list = std::tuple{field("users", &Typists::users, "Several members of a large conversation.")};
};

struct RemovedConversation {
  ConversationId conversation;
};
template <>
struct Fields<RemovedConversation> {
  static constexpr std::string_view name = "RemovedConversation";
  static constexpr auto list = std::tuple{field("conversation", &RemovedConversation::conversation,
                                                "The conversation that the user is no longer a member of.")};
};

template <>
struct Fields<SessionsRevoked> {
  static constexpr std::string_view name = "SessionsRevoked";
  static constexpr auto list = std::tuple{field("sessions", &SessionsRevoked::sessions, "The sessions that ended."),
                                          field("reason", &SessionsRevoked::reason, "The reason.")};
};

template <>
struct Fields<BlocksUpdated> {
  static constexpr std::string_view name = "BlocksUpdated";
  static constexpr auto list =
      std::tuple{field("users", &BlocksUpdated::users, "All users that the user has blocked.")};
};

template <>
struct Fields<InvitationsUpdated> {
  static constexpr std::string_view name = "InvitationsUpdated";
  static constexpr auto list = std::tuple{
      field("invitations", &InvitationsUpdated::invitations, "All invitations that wait for the user's answer.")};
};

struct ReceiptsData {
  std::vector<MemberReceipt> members;
};
template <>
struct Fields<ReceiptsData> {
  static constexpr std::string_view name = "Receipts";
  static constexpr auto list = std::tuple{
      field("members", &ReceiptsData::members, "The members who have received or read more, with their new receipts.")};
};

struct Heartbeat {
  Time time;
  std::int64_t digest = 0;
};
template <>
struct Fields<Heartbeat> {
  static constexpr std::string_view name = "Heartbeat";
  static constexpr auto list =
      std::tuple{field("time", &Heartbeat::time, "The server's clock."),
                 field("digest", &Heartbeat::digest,
                       "The sum of the revs up to which this connection has received its conversations.")};
};

}  // namespace parley
