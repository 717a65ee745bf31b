// Records security events, in the log and in the metrics. Any thread.
#pragma once

#include <optional>
#include <string_view>

#include <parley/base/ids.hpp>
#include <parley/base/metrics.hpp>
#include <parley/base/security_cause.hpp>

namespace parley {

// What is known about an event. A text that is empty, or a user or session that is absent, is left empty in the log.
// Never put a password, a token or what a person has typed as a name into it.
struct SecurityFacts {
  std::optional<UserId> user = {};        // the user that it is about
  std::optional<SessionId> session = {};
  std::string_view address = {};          // the client's address; the log has it as limits count it (AddressKey)
  std::string_view request_id = {};
  std::string_view actor = {};            // "operator", or empty for the user or a stranger
  std::string_view detail = {};           // from the code, such as the name of an operation, and ids
};

// Writes the line "security.<event>" and counts the cause. Of the causes that a client can repeat cheaply (limits,
// refusals), the log has one line a minute for each client; the metrics count all.
void record_security(Metrics& metrics, SecurityCause cause, const SecurityFacts& facts);

}  // namespace parley
