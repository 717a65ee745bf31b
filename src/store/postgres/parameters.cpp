#include <stdexcept>

#include "store/postgres/parameters.hpp"

namespace parley::postgres {
namespace {

// Returns bytes in the hex format of bytea (PostgreSQL's documentation, section 8.4.1).
std::string hexadecimal(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text = "\\x";
  text.reserve(text.size() + 2 * bytes.size());
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    text += kDigits[value >> 4U];
    text += kDigits[value & 0xfU];
  }
  return text;
}

struct Encode {
  Parameter operator()(std::monostate) const { return {}; }
  Parameter operator()(bool value) const { return {.value = value ? "t" : "f"}; }
  Parameter operator()(std::int64_t value) const { return {.value = std::to_string(value)}; }
  Parameter operator()(std::string_view text) const {
    if (text.contains('\0')) throw std::invalid_argument("a text holds a NUL");
    return {.value = std::string(text)};
  }
  Parameter operator()(Blob blob) const { return {.value = hexadecimal(blob.bytes)}; }
  Parameter operator()(const Uuid& uuid) const { return {.value = uuid.text()}; }
  Parameter operator()(const BinaryArray& array) const { return {.value = array.bytes(), .is_binary = true}; }
};

}  // namespace

std::vector<Parameter> encode(std::span<const Value> values) {
  std::vector<Parameter> all;
  all.reserve(values.size());
  for (const Value& value : values) all.push_back(std::visit(Encode{}, value));
  return all;
}

}  // namespace parley::postgres
