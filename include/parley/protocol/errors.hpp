// Maps errors to HTTP statuses and to their JSON on the wire, which is the body of a reply over HTTP (RFC 9457) and the
// member `error` over WebSocket. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include <parley/base/error.hpp>

namespace parley {

int http_status(ErrorCode code);
// Returns the stable name that clients compare, such as "rate_limited".
std::string_view error_name(ErrorCode code);
// Returns a short text that describes the code to people.
std::string_view error_title(ErrorCode code);
// Returns the reference that identifies the kind of problem (RFC 9457 §3.1.1): the path at which the server describes
// it.
std::string problem_type(ErrorCode code);
// Returns {"type":…,"code":…,"title":…,"status":…,"detail":…,"errors":[…],"retry_after_ms":…,"request_id":…}, without
// the last four members that are empty. `errors` has at most kListedFaultsMost entries, and long texts are cut.
std::string encode_error(const Error& error, std::string_view request_id);

}  // namespace parley
