// Users and their sessions. Plain values; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <parley/base/ids.hpp>
#include <parley/base/time.hpp>
#include <parley/bus/presence_state.hpp>

namespace parley {

// The role of a user on this server. A customer may only write to a support desk.
enum class UserRole { user, agent, admin, customer };

// Who may add a user to a conversation or open a direct conversation with them. All others make an invitation.
enum class ReachableBy { everybody, shared, nobody };  // shared: users who share a conversation with the user

struct Presence {
  UserId user;
  PresenceState state = PresenceState::offline;
  std::optional<Time> last_seen = {};  // set for a user who is offline and does not hide it
  bool is_online() const { return state != PresenceState::offline; }
  friend bool operator==(const Presence&, const Presence&) = default;
};

struct User {
  UserId id;
  std::string username;  // unique without regard to case, kept as it was typed
  std::string display_name;
  std::optional<std::string> email;
  UserRole role = UserRole::user;
  bool bot = false;
  UserRev rev;
  Time created_at;
  std::optional<Time> deactivated_at;
  std::optional<Time> suspended_at = {};  // set while the operator keeps the user from signing in
  bool is_active = true;        // the account is neither closed nor suspended
  bool private_reads = false;   // other users do not see what this user has read
  bool hide_presence = false;   // other users do not see whether this user is online
  bool do_not_disturb = false;
  bool has_blocks = false;      // whether the user has blocked at least one user
  bool is_blocked = false;      // whether at least one user has blocked the user
  bool has_invitations = false; // whether invitations wait for the user's answer
  ReachableBy reachable_by = ReachableBy::everybody;
  std::optional<Time> last_seen_at = {};

  PresenceRules presence_rules() const { return {hide_presence, do_not_disturb}; }
};

enum class RevocationReason {
  logout,
  revoked_by_user,
  password_changed,
  token_reused,
  deactivated,
  replaced,
  ended_by_operator
};

// One sign-in on one device.
struct Session {
  SessionId id;
  UserId user;
  std::string user_agent;
  std::string address;
  Time created_at;
  Time last_seen_at;
  std::optional<Time> revoked_at;
  std::optional<RevocationReason> revocation_reason;
  std::optional<Time> confirmed_at = {};  // when the user last proved the password again in this session
};

// A refresh token of a session. Each is exchanged for its successor; the server stores only the hash.
struct RefreshToken {
  std::string hash;                      // SHA-256 of the token, 32 bytes
  SessionId session;
  std::optional<std::string> successor;  // hash of the token issued for it
  std::optional<Time> used_at;           // when it was first exchanged for a successor
  Time expires_at;
};

}  // namespace parley
