// The envelope of a live client's messages: {"id":7,"op":"message.send","params":{…}} and its replies. Pure; any
// thread.
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

  // Absent parameters mean none: an object without members.
  JsonValue parameters() const;
};

// What could not be read, with the id where that much was readable.
struct MalformedRequest {
  std::optional<std::int64_t> id;
  Error error;
};

std::expected<LiveRequest, MalformedRequest> read_live_request(std::string_view text, std::size_t json_depth);

std::string encode_reply(std::int64_t id, std::string_view result_json);
std::string encode_error_reply(std::optional<std::int64_t> id, const Error& error, std::string_view request_id);

}  // namespace parley
