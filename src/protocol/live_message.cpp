#include <parley/protocol/live_message.hpp>

#include <limits>

#include <nlohmann/json.hpp>

#include <parley/protocol/errors.hpp>
#include <parley/protocol/json_writer.hpp>

namespace parley {
namespace {

using Node = nlohmann::json;

// Hears the parser's events (nlohmann's SAX interface) and stops it behind the member `id` of the outermost object.
class IdFinder final : public nlohmann::json_sax<Node> {
 public:
  std::optional<std::int64_t> found() const { return found_; }

  bool null() override { return goes_on(); }
  bool boolean(bool) override { return goes_on(); }
  bool number_integer(number_integer_t value) override { return take(value); }
  bool number_unsigned(number_unsigned_t value) override {
    constexpr auto kMost = static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max());
    return value <= kMost ? take(static_cast<std::int64_t>(value)) : goes_on();
  }
  bool number_float(number_float_t, const string_t&) override { return goes_on(); }
  bool string(string_t&) override { return goes_on(); }
  bool binary(binary_t&) override { return goes_on(); }
  bool start_object(std::size_t) override { return open(); }
  bool key(string_t& name) override {
    is_id_next_ = depth_ == 1 && name == "id";
    return true;
  }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(); }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override { return false; }

 private:
  // An id that is no integer is none.
  bool goes_on() const { return !is_id_next_; }
  bool take(std::int64_t value) {
    if (is_id_next_) found_ = value;
    return goes_on();
  }
  bool open() {
    ++depth_;
    return goes_on();
  }
  bool close() {
    --depth_;
    return true;
  }

  std::size_t depth_ = 0;
  bool is_id_next_ = false;
  std::optional<std::int64_t> found_;
};

}  // namespace

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

// A long message is cut before a comma, so that no number is cut.
std::optional<std::int64_t> find_request_id(std::string_view text) {
  if (text.size() > kIdWithin) {
    const auto comma = text.substr(0, kIdWithin).rfind(',');
    if (comma == std::string_view::npos) return std::nullopt;
    text = text.substr(0, comma);
  }
  IdFinder finder;
  Node::sax_parse(text, &finder);
  return finder.found();
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
