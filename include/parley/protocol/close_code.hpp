// Defines why a WebSocket connection ends: the codes of RFC 6455 §7.4 and of the IANA registry, and Parley's own range.
// After a code 44xx a client must not simply retry; after 45xx it reconnects with backoff and syncs. Constants; any
// thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace parley {

// A received code may be any that a peer is allowed to send, so values outside this list occur and are valid.
enum class CloseCode : std::uint16_t {
  normal = 1000,
  going_away = 1001,
  protocol_error = 1002,
  unsupported_data = 1003,
  no_status = 1005,  // stands for a close frame without a code; it is never sent
  abnormal = 1006,  // stands for a connection that ended without a close frame; it is never sent
  invalid_payload = 1007,
  policy_violation = 1008,
  message_too_big = 1009,
  mandatory_extension = 1010,
  internal_error = 1011,
  service_restart = 1012,
  try_again_later = 1013,

  bad_protocol = 4400,  // the client sent too many messages that are not valid requests
  unauthenticated = 4401,  // the client must sign in again, or refresh its token
  forbidden = 4403,
  too_many_connections = 4409,
  session_revoked = 4410,
  too_slow = 4508,  // the outbound queue reached its limit
  server_restarting = 4512,  // the close reason contains retry_after_ms
  stream_lost = 4513,  // an event was lost on the way to this connection; a sync contains it
  too_many_requests = 4529,
};

// Returns the code's name for logs and metric labels. All unknown codes have the same name, so that a peer cannot
// invent labels.
constexpr std::string_view name(CloseCode code) {
  switch (code) {
    case CloseCode::normal: return "normal";
    case CloseCode::going_away: return "going_away";
    case CloseCode::protocol_error: return "protocol_error";
    case CloseCode::unsupported_data: return "unsupported_data";
    case CloseCode::no_status: return "no_status";
    case CloseCode::abnormal: return "abnormal";
    case CloseCode::invalid_payload: return "invalid_payload";
    case CloseCode::policy_violation: return "policy_violation";
    case CloseCode::message_too_big: return "message_too_big";
    case CloseCode::mandatory_extension: return "mandatory_extension";
    case CloseCode::internal_error: return "internal_error";
    case CloseCode::service_restart: return "service_restart";
    case CloseCode::try_again_later: return "try_again_later";
    case CloseCode::bad_protocol: return "bad_protocol";
    case CloseCode::unauthenticated: return "unauthenticated";
    case CloseCode::forbidden: return "forbidden";
    case CloseCode::too_many_connections: return "too_many_connections";
    case CloseCode::session_revoked: return "session_revoked";
    case CloseCode::too_slow: return "too_slow";
    case CloseCode::server_restarting: return "server_restarting";
    case CloseCode::stream_lost: return "stream_lost";
    case CloseCode::too_many_requests: return "too_many_requests";
  }
  return "other";
}

}  // namespace parley
