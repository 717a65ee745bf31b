// Who may call an operation, in three parts. The role is what the user is on this server, the scope is how the caller
// proved who it is, and the relation is what ties the caller to the thing that the operation acts on. The dispatcher
// judges role and scope from the caller alone, before it reads any parameter. The relation is judged inside the
// transaction that acts (core/policy.hpp), because only there it cannot change any more. Plain values; any thread.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <utility>

#include <parley/base/error.hpp>
#include <parley/core/caller.hpp>

namespace parley {

enum class Relation {
  none,
  member,              // of the conversation
  author,              // of the message, and still a member
  author_or_moderator,
  moderator,           // of a group, or one of the two of a direct conversation
  conversation_admin,  // of a group
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
  bool is_open = false;  // to anybody, also without credentials; then roles and scopes do not matter
  EnumSet<UserRole> roles = {UserRole::user, UserRole::agent, UserRole::admin};
  EnumSet<Scope> scopes = {Scope::session, Scope::api_key, Scope::bot};
  Relation relation = Relation::none;

  // May this caller go on, as far as role and scope say? `caller` is null if the request has no credentials.
  // Errors: unauthenticated, forbidden.
  Result<void> admit(const Caller* caller) const;
};

// The values that rows of the operation table use.
namespace authority {

inline constexpr Authority anyone{.is_open = true};
inline constexpr Authority user{};
inline constexpr Authority signed_in{.scopes = {Scope::session}};  // in person: no key and no bot
inline constexpr Authority member{.relation = Relation::member};
inline constexpr Authority author{.relation = Relation::author};
inline constexpr Authority author_or_moderator{.relation = Relation::author_or_moderator};
inline constexpr Authority moderator{.relation = Relation::moderator};
inline constexpr Authority conversation_admin{.relation = Relation::conversation_admin};

}  // namespace authority

}  // namespace parley
