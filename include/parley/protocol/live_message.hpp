// Reads and writes the envelope of the messages over WebSocket: the request {"id":7,"op":"message.send","params":{…}}
// and its replies {"id":7,"result":…} and {"id":7,"error":…}. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <parley/base/error.hpp>
#include <parley/protocol/json_value.hpp>

namespace parley {

struct LiveRequest {
  std::int64_t id = 0;
  std::string operation;
  JsonDocument document;

  // Returns the parameters. If they are absent, returns an object without members.
  JsonValue parameters() const;
};

// The error for a message that could not be read, with the request's id if that could be read.
struct MalformedRequest {
  std::optional<std::int64_t> id;
  Error error;
};

// Reads a request's envelope; the parameters are checked later, by the operation. Errors: malformed.
std::expected<LiveRequest, MalformedRequest> read_live_request(std::string_view text, std::size_t json_depth);

// Returns the id of a request that is refused without being read. Looks at the first kIdWithin bytes of the message
// only, and no further than to the id. Returns nothing if it is not there.
inline constexpr std::size_t kIdWithin = 1024;
std::optional<std::int64_t> find_request_id(std::string_view text);

// These return a reply. The error's reply has no id if the request's id could not be read.
std::string encode_reply(std::int64_t id, std::string_view result_json);
std::string encode_error_reply(std::optional<std::int64_t> id, const Error& error, std::string_view request_id);

}  // namespace parley
