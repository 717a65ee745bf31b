// Names what an operator wants to know about the security of the server. Each cause is an event of the log,
// "security.<event>", with a reason, and a series of the metrics. Constants; any thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>

namespace parley {

enum class SecurityCause : std::uint16_t {
  signed_in,
  signed_in_for_development,
  unknown_name,
  wrong_password,
  wrong_own_password,
  account_suspended,
  too_many_by_address,
  too_many_by_user,
  registered,
  registration_closed,
  password_changed,
  password_reset,
  reset_link_issued,
  reset_link_refused,
  refresh_reused,
  signed_out,
  session_revoked,
  sessions_ended_by_password,
  sessions_ended_by_closing,
  sessions_ended_by_operator,
  forbidden,
  not_signed_in,
  access_expired,
  limit_hit,
  account_closed,
  account_created,
  account_suspended_now,
  account_restored,
  role_changed,
  message_deleted,
  registration_opened,
  registration_closed_now,
};

struct SecurityName {
  std::string_view event;
  std::string_view reason;
};

constexpr SecurityName security_name(SecurityCause cause) {
  using enum SecurityCause;
  switch (cause) {
    case signed_in: return {"sign_in_succeeded", "password"};
    case signed_in_for_development: return {"sign_in_succeeded", "development"};
    case unknown_name: return {"sign_in_failed", "unknown_name"};
    case wrong_password: return {"sign_in_failed", "wrong_password"};
    case wrong_own_password: return {"sign_in_failed", "wrong_current_password"};
    case account_suspended: return {"sign_in_failed", "suspended"};
    case too_many_by_address: return {"sign_in_limited", "address"};
    case too_many_by_user: return {"sign_in_limited", "user"};
    case registered: return {"registration", "registered"};
    case registration_closed: return {"registration", "refused"};
    case password_changed: return {"password_changed", "user"};
    case password_reset: return {"password_changed", "reset_link"};
    case reset_link_issued: return {"reset_link", "issued"};
    case reset_link_refused: return {"reset_link", "refused"};
    case refresh_reused: return {"refresh_reused", "stolen_or_repeated"};
    case signed_out: return {"session_revoked", "logout"};
    case session_revoked: return {"session_revoked", "user"};
    case sessions_ended_by_password: return {"session_revoked", "password_changed"};
    case sessions_ended_by_closing: return {"session_revoked", "account_closed"};
    case sessions_ended_by_operator: return {"session_revoked", "operator"};
    case forbidden: return {"forbidden", "not_permitted"};
    case not_signed_in: return {"unauthenticated", "no_valid_token"};
    case access_expired: return {"unauthenticated", "expired_token"};
    case limit_hit: return {"limit_hit", "rate"};
    case account_closed: return {"account_closed", "user"};
    case account_created: return {"account_created", "operator"};
    case account_suspended_now: return {"account_suspended", "operator"};
    case account_restored: return {"account_restored", "operator"};
    case role_changed: return {"role_changed", "operator"};
    case message_deleted: return {"message_deleted", "operator"};
    case registration_opened: return {"registration_switched", "open"};
    case registration_closed_now: return {"registration_switched", "closed"};
  }
  std::unreachable();
}

}  // namespace parley
