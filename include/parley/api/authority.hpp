// Says who may call an operation, in three parts. The role is the user's role on this server. The scope is the kind of
// credentials that the caller has. The relation is the one between the caller and the conversation or message that the
// operation acts on. The dispatcher checks role and scope before it reads any parameter. The relation is checked inside
// the transaction that acts (core/policy.hpp), because only there it cannot change any more. Plain values; any thread.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <utility>

#include <parley/base/error.hpp>
#include <parley/core/caller.hpp>

namespace parley {

enum class Relation {
  none,
  member,  // a member of the conversation
  author,  // the sender of the message, if still a member
  author_or_moderator,
  moderator,  // a moderator of the group, or one of the two users of a direct conversation
  conversation_admin,  // an admin of the group
};

// A set of the values of a small enumeration.
template <class Enum>
class EnumSet {
 public:
  constexpr EnumSet(std::initializer_list<Enum> values) {
    for (const Enum value : values) bits_ |= bit(value);
  }
  constexpr bool contains(Enum value) const { return (bits_ & bit(value)) != 0; }
  friend bool operator==(const EnumSet&, const EnumSet&) = default;

 private:
  static constexpr std::uint32_t bit(Enum value) { return std::uint32_t{1} << std::to_underlying(value); }

  std::uint32_t bits_ = 0;
};

struct Authority {
  bool is_open = false;  // open to everyone, also without credentials; roles and scopes then do not matter
  EnumSet<UserRole> roles = {UserRole::user, UserRole::agent, UserRole::admin};
  EnumSet<Scope> scopes = {Scope::session, Scope::api_key, Scope::bot};
  Relation relation = Relation::none;

  // Succeeds if the caller's role and scope permit the operation. `caller` is null if the request has no credentials.
  // Errors: unauthenticated, forbidden.
  Result<void> admit(const Caller* caller) const;
};

// The values that rows of the operation table use. They have the names of functions, because they are words of the
// table. NOLINTBEGIN(readability-identifier-naming)
namespace authority {

inline constexpr Authority anyone{.is_open = true};
inline constexpr Authority user{};
// A person who has signed in: neither an API key nor a bot.
inline constexpr Authority signed_in{.scopes = {Scope::session}};
inline constexpr Authority member{.relation = Relation::member};
inline constexpr Authority author{.relation = Relation::author};
inline constexpr Authority author_or_moderator{.relation = Relation::author_or_moderator};
inline constexpr Authority moderator{.relation = Relation::moderator};
inline constexpr Authority conversation_admin{.relation = Relation::conversation_admin};

}  // namespace authority
// NOLINTEND(readability-identifier-naming)

}  // namespace parley
