// The requests and replies of the operations on profiles and people, and how they look on the wire. Plain values; any
// thread.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <parley/core/fields.hpp>
#include <parley/core/forms.hpp>
#include <parley/protocol/cursor.hpp>
#include <parley/protocol/text.hpp>

namespace parley {

struct ProfileRequest {
  std::optional<Name> display_name;
  std::optional<Line> email;
  std::optional<bool> private_reads;
  std::optional<bool> hide_presence;
  std::optional<ReachableBy> reachable_by;
  std::optional<Secret> current_password;
};
template <>
struct Fields<ProfileRequest> {
  static constexpr std::string_view name = "ProfileRequest";
  static constexpr auto list = std::tuple{
      field("display_name", &ProfileRequest::display_name, "The name to show.", Bounds(1, kDisplayNameMost)),
      field("email", &ProfileRequest::email, "An empty text removes it. Another address needs current_password.",
            Bounds(0, kEmailMost).with(kEmailOrNothingForm)),
      field("private_reads", &ProfileRequest::private_reads, "Others do not learn what the caller has read."),
      field("hide_presence", &ProfileRequest::hide_presence, "Others do not learn whether the caller is online."),
      field("reachable_by", &ProfileRequest::reachable_by,
            "Who may add the caller to a conversation or write to them first. All others make an invitation."),
      field("current_password", &ProfileRequest::current_password,
            "The present password, to change the e-mail address.", Bounds{1, kPasswordMost})};
};

struct UserSearch {
  Line q;
  std::int64_t limit = 20;

  // What the request costs, in tokens. Each word after the first one is looked up by itself.
  double weight() const;
};
template <>
struct Fields<UserSearch> {
  static constexpr std::string_view name = "UserSearch";
  static constexpr auto list =
      std::tuple{field("q", &UserSearch::q, "The beginning of a username, or beginnings of words of the two names.",
                       Bounds{1, kDisplayNameMost}),
                 defaulted("limit", &UserSearch::limit, "The largest number of users in the reply.",
                           Bounds{1, kFoundUsersMost, &Limits::page_items})};
};

struct UserList {
  std::vector<PublicUser> users;
};
template <>
struct Fields<UserList> {
  static constexpr std::string_view name = "UserList";
  static constexpr auto list =
      std::tuple{field("users", &UserList::users, "First users whose username begins with q.")};
};

struct BlockListRequest {
  std::optional<ListCursor> cursor;
  std::int64_t limit = 100;
};
template <>
struct Fields<BlockListRequest> {
  static constexpr std::string_view name = "BlockListRequest";
  static constexpr auto list =
      std::tuple{field("cursor", &BlockListRequest::cursor, "The previous page's next."),
                 defaulted("limit", &BlockListRequest::limit, "How many at most.", Bounds{1, &Limits::page_items})};
};

struct BlockList {
  std::vector<PublicUser> users;
  std::optional<std::string> next;
};
template <>
struct Fields<BlockList> {
  static constexpr std::string_view name = "BlockList";
  static constexpr auto list = std::tuple{field("users", &BlockList::users, "The users, ascending by id."),
                                          field("next", &BlockList::next, "For the next page; absent on the last.")};
};

}  // namespace parley
