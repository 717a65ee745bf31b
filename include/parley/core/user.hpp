// Who takes part: users and their signed-in devices. Plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <parley/base/ids.hpp>
#include <parley/base/time.hpp>
#include <parley/bus/presence_state.hpp>

namespace parley {

// A customer writes to a support desk and may do nothing else.
enum class UserRole { user, agent, admin, customer };

struct Presence {
  UserId user;
  PresenceState state = PresenceState::offline;
  std::optional<Time> last_seen = {};  // of somebody who is offline and does not hide it
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
  bool private_reads = false;   // others are not told what this user has read
  bool hide_presence = false;   // nor whether the user is there
  bool do_not_disturb = false;
  bool has_blocks = false;      // has the user blocked anybody?
  std::optional<Time> last_seen_at = {};

  PresenceRules presence_rules() const { return {hide_presence, do_not_disturb}; }
};

enum class RevocationReason { logout, revoked_by_user, password_changed, token_reused, deactivated };

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
};

// One link of a session's chain of refresh tokens; only the token's hash is known.
struct RefreshToken {
  std::string hash;                      // SHA-256 of the token, 32 bytes
  SessionId session;
  std::optional<std::string> successor;  // hash of the token issued for it
  std::optional<Time> used_at;           // when it was first exchanged for a successor
  Time expires_at;
};

}  // namespace parley
