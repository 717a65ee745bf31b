#include <parley/protocol/live_message.hpp>

#include <parley/protocol/errors.hpp>
#include <parley/protocol/json_writer.hpp>

namespace parley {

JsonValue LiveRequest::parameters() const {
  static const JsonDocument kNone = JsonDocument::empty_object();
  const JsonValue given = document.root().member("params");
  return given.is_absent() ? kNone.root() : given;
}

std::expected<LiveRequest, MalformedRequest> read_live_request(std::string_view text, std::size_t json_depth) {
  // The id is read first, so that every later error can be answered with it.
  auto document = JsonDocument::parse(text, json_depth);
  if (!document) return std::unexpected(MalformedRequest{std::nullopt, std::move(document.error())});
  const auto malformed = [](std::optional<std::int64_t> id, std::string detail) {
    return std::unexpected(MalformedRequest{id, {ErrorCode::malformed, std::move(detail)}});
  };
  const auto id = document->root().member("id").as_integer();
  if (!id) return malformed(std::nullopt, "A request is an object with a whole number as its id.");
  const auto operation = document->root().member("op").as_text();
  if (!operation) return malformed(id, "A request names its operation in op.");
  return LiveRequest{*id, std::string(*operation), std::move(*document)};
}

std::string encode_reply(std::int64_t id, std::string_view result_json) {
  std::string out;
  out.reserve(result_json.size() + 40);  // room for the envelope and the id
  JsonWriter writer(out);
  writer.begin_object();
  writer.key("id");
  writer.integer(id);
  writer.key("result");
  writer.raw(result_json);
  writer.end_object();
  return out;
}

std::string encode_error_reply(std::optional<std::int64_t> id, const Error& error, std::string_view request_id) {
  std::string out;
  JsonWriter writer(out);
  writer.begin_object();
  if (id) {
    writer.key("id");
    writer.integer(*id);
  }
  writer.key("error");
  writer.raw(encode_error(error, request_id));
  writer.end_object();
  return out;
}

}  // namespace parley
