#include <parley/protocol/json_value.hpp>

#include <charconv>
#include <cmath>
#include <limits>

#include <nlohmann/json.hpp>

namespace parley {
namespace {

using Node = nlohmann::json;

// Returns the text of a value from a URL. Such a value is stored as a binary node, which no JSON text can produce.
std::optional<std::string_view> url_text(const Node& node) {
  if (!node.is_binary()) return std::nullopt;
  const auto& bytes = node.get_binary();
  return std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

const Node& node_of(const void* node) { return *static_cast<const Node*>(node); }

// Builds the tree from the parser's events (nlohmann's SAX interface). It refuses a key that an object already has,
// because two readers could understand such a text differently (RFC 8259 §4).
class TreeBuilder final : public nlohmann::json_sax<Node> {
 public:
  explicit TreeBuilder(Node& root) : root_(root) {}
  // Returns a sentence that says why the text was refused.
  std::string_view fault() const { return fault_; }

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override { return add(value); }
  bool number_float(number_float_t value, const string_t&) override { return add(value); }
  bool string(string_t& value) override { return add(std::move(value)); }
  bool binary(binary_t& value) override { return add(std::move(value)); }
  bool start_object(std::size_t) override { return open(Node::object()); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(Node::array()); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    const auto [member, is_new] = open_.back()->emplace(std::move(name), nullptr);
    member_ = &*member;
    if (!is_new) fault_ = "The JSON has an object with the same key twice.";
    return is_new;
  }
  // The parser calls a number that is too large for a double out of range.
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& fault) override {
    const bool is_number = dynamic_cast<const nlohmann::detail::out_of_range*>(&fault) != nullptr;
    if (is_number) fault_ = "The JSON has a number that is too large to read.";
    return false;
  }

 private:
  // Puts a value where the parser stands: at the root, at the end of the open array, or behind the last key.
  template <class Value>
  Node& put(Value&& value) {
    if (open_.empty()) return root_ = std::forward<Value>(value);
    if (open_.back()->is_array()) return open_.back()->emplace_back(std::forward<Value>(value));
    return *member_ = std::forward<Value>(value);
  }
  template <class Value>
  bool add(Value&& value) {
    put(std::forward<Value>(value));
    return true;
  }
  bool open(Node container) {
    open_.push_back(&put(std::move(container)));
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  Node& root_;
  std::vector<Node*> open_;  // the arrays and objects around the place where the parser stands
  Node* member_ = nullptr;
  std::string_view fault_ = "The text is not valid JSON in UTF-8.";
};

// Counts brackets before parsing, so that a text that consists of brackets costs one pass and no memory.
bool is_deeper_than(std::string_view text, std::size_t limit) {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (in_string) {
      if (c == '\\')
        ++at;
      else if (c == '"')
        in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      if (++depth > limit) return true;
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  return false;
}

}  // namespace

struct JsonDocument::Tree {
  Node root;
};

bool JsonValue::is_null() const { return node_ && node_of(node_).is_null(); }
bool JsonValue::is_object() const { return node_ && node_of(node_).is_object(); }
bool JsonValue::is_array() const { return node_ && node_of(node_).is_array(); }

// A value from a URL is "true" or "false"; other spellings are refused, as JSON refuses them.
std::optional<bool> JsonValue::as_bool() const {
  if (!node_) return std::nullopt;
  if (const auto text = url_text(node_of(node_))) {
    return *text == "true" ? std::optional(true) : *text == "false" ? std::optional(false) : std::nullopt;
  }
  if (!node_of(node_).is_boolean()) return std::nullopt;
  return node_of(node_).get<bool>();
}

std::optional<std::int64_t> JsonValue::as_integer() const {
  if (!node_) return std::nullopt;
  const Node& node = node_of(node_);
  if (const auto text = url_text(node)) return parse_integer(*text);
  // nlohmann stores numbers in three ways: without a sign, with a sign, and with a fraction or an exponent.
  if (node.is_number_unsigned()) {
    const auto value = node.get<std::uint64_t>();
    if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
    return static_cast<std::int64_t>(value);
  }
  if (node.is_number_integer()) return node.get<std::int64_t>();
  if (node.is_number_float()) {
    const auto value = node.get<double>();
    constexpr double kExact = 9007199254740992.0;  // 2^53; above it a double cannot represent every integer
    if (std::trunc(value) == value && std::abs(value) <= kExact) return static_cast<std::int64_t>(value);
  }
  return std::nullopt;
}

std::optional<std::string_view> JsonValue::as_text() const {
  if (!node_) return std::nullopt;
  if (const auto text = url_text(node_of(node_))) return text;
  if (!node_of(node_).is_string()) return std::nullopt;
  return std::string_view(node_of(node_).get_ref<const std::string&>());
}

JsonValue JsonValue::member(std::string_view name) const {
  if (!is_object()) return {};
  const Node& node = node_of(node_);
  const auto found = node.find(name);
  return found == node.end() ? JsonValue() : JsonValue(&*found);
}

void JsonValue::each_member(const std::function<void(const std::string&, JsonValue)>& visit) const {
  if (!is_object()) return;
  for (const auto& [name, value] : node_of(node_).items()) visit(name, JsonValue(&value));
}

void JsonValue::each_element(const std::function<void(std::size_t, JsonValue)>& visit) const {
  if (!is_array()) return;
  std::size_t index = 0;
  for (const Node& value : node_of(node_)) visit(index++, JsonValue(&value));
}

std::size_t JsonValue::size() const { return node_ ? node_of(node_).size() : 0; }

Result<JsonDocument> JsonDocument::parse(std::string_view text, std::size_t depth) {
  if (is_deeper_than(text, depth)) return fail(ErrorCode::malformed, "The JSON is nested too deeply.");
  auto tree = std::make_unique<Tree>();
  TreeBuilder builder(tree->root);
  // The parser takes a NUL for the end of the text, so that anything could stand behind it.
  const bool has_nul = text.find('\0') != std::string_view::npos;
  if (has_nul || !Node::sax_parse(text, &builder)) {
    return fail(ErrorCode::malformed, std::string(builder.fault()));
  }
  return JsonDocument(std::move(tree));
}

JsonDocument JsonDocument::empty_object() { return JsonDocument(std::make_unique<Tree>(Node::object())); }

JsonDocument::JsonDocument(std::unique_ptr<Tree> tree) : tree_(std::move(tree)) {}
JsonDocument::JsonDocument(JsonDocument&&) noexcept = default;
JsonDocument& JsonDocument::operator=(JsonDocument&&) noexcept = default;
JsonDocument::~JsonDocument() = default;

JsonValue JsonDocument::root() const { return JsonValue(&tree_->root); }

bool JsonDocument::add_text(const std::string& name, std::string_view value) {
  return tree_->root.emplace(name, Node::binary(std::vector<std::uint8_t>(value.begin(), value.end()))).second;
}

}  // namespace parley
