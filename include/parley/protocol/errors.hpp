// An error's shape on the wire (RFC 9457 over HTTP, the member `error` over WebSocket) and its status.
#pragma once

#include <string>
#include <string_view>

#include <parley/base/error.hpp>

namespace parley {

int http_status(ErrorCode code);
// The stable name, "rate_limited".
std::string_view error_name(ErrorCode code);
std::string_view error_title(ErrorCode code);
// {"code":…,"title":…,"status":…,"detail":…,"errors":[…],"retry_after_ms":…,"request_id":…}
std::string encode_error(const Error& error, std::string_view request_id);

}  // namespace parley
