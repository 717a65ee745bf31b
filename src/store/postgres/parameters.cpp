#include <stdexcept>

#include "store/postgres/parameters.hpp"

namespace parley::postgres {

std::string encode(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) throw std::invalid_argument("a text holds a NUL");
  return std::string(text);
}

std::string encode(Blob blob) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text = "\\x";
  text.reserve(text.size() + 2 * blob.bytes.size());
  for (const char byte : blob.bytes) {
    const auto value = static_cast<unsigned char>(byte);
    text += kDigits[value >> 4U];
    text += kDigits[value & 0xfU];
  }
  return text;
}

std::string encode(std::int64_t value) { return std::to_string(value); }

std::string encode(const Uuid& uuid) { return uuid.text(); }

void Array::quote(std::string_view element) {
  text_ += '"';
  for (const char character : element) {
    if (character == '"' || character == '\\') text_ += '\\';
    text_ += character;
  }
  text_ += '"';
}

std::vector<const char*> Parameters::pointers() const {
  std::vector<const char*> all;
  all.reserve(texts_.size());
  for (const auto& text : texts_) all.push_back(text ? text->c_str() : nullptr);
  return all;
}

}  // namespace parley::postgres
