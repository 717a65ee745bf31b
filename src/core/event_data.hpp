// What `data` of an event holds, for events whose `data` is not one of the core's own values. Plain values.
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
  static constexpr auto list =
      std::tuple{field("user", &TypingData::user, "Who types."),
                 field("expires_ms", &TypingData::expires_ms, "Show it for so long; 0: no longer typing.")};
};

struct Typists {
  std::vector<TypingData> users;
};
template <>
struct Fields<Typists> {
  static constexpr std::string_view name = "Typists";
  static constexpr auto list = std::tuple{field("users", &Typists::users, "Several at once, in a large conversation.")};
};

struct RemovedConversation {
  ConversationId conversation;
};
template <>
struct Fields<RemovedConversation> {
  static constexpr std::string_view name = "RemovedConversation";
  static constexpr auto list =
      std::tuple{field("conversation", &RemovedConversation::conversation, "Which one the user is no longer in.")};
};

template <>
struct Fields<SessionsRevoked> {
  static constexpr std::string_view name = "SessionsRevoked";
  static constexpr auto list = std::tuple{field("sessions", &SessionsRevoked::sessions, "Those that ended."),
                                          field("reason", &SessionsRevoked::reason, "Why.")};
};

template <>
struct Fields<BlocksUpdated> {
  static constexpr std::string_view name = "BlocksUpdated";
  static constexpr auto list =
      std::tuple{field("users", &BlocksUpdated::users, "Everybody whom the user has blocked.")};
};

struct ReceiptsData {
  std::vector<MemberReceipt> members;
};
template <>
struct Fields<ReceiptsData> {
  static constexpr std::string_view name = "Receipts";
  static constexpr auto list =
      std::tuple{field("members", &ReceiptsData::members, "Those who have received or read more, and how far.")};
};

struct Heartbeat {
  Time time;
  std::int64_t digest = 0;
};
template <>
struct Fields<Heartbeat> {
  static constexpr std::string_view name = "Heartbeat";
  static constexpr auto list = std::tuple{
      field("time", &Heartbeat::time, "The server's clock."),
      field("digest", &Heartbeat::digest, "The sum of the revs that this connection's conversations were brought to.")};
};

}  // namespace parley
