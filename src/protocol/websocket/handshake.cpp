#include <parley/protocol/websocket/handshake.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>
#include <openssl/evp.h>

namespace parley::ws {
namespace {

bool is_base64(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
}

// Returns whether the character may occur in a token (RFC 7230 §3.2.6).
bool is_token_character(char c) {
  constexpr std::string_view kPunctuation = "!#$%&'*+-.^_`|~";
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
         kPunctuation.find(c) != std::string_view::npos;
}

struct Parameter {
  std::string name;
  std::optional<std::string> value;
};

struct Extension {
  std::string name;
  std::vector<Parameter> parameters;
};

// Parses the grammar of RFC 6455 §9.1: a list of tokens with parameters. The value of a parameter is a token, with or
// without quotes.
class ExtensionParser {
 public:
  explicit ExtensionParser(std::string_view text) : rest_(text) {}

  std::optional<std::vector<Extension>> parse() {
    std::vector<Extension> extensions;
    do {
      auto extension = parse_extension();
      if (!extension) {
        return std::nullopt;
      }
      extensions.push_back(*std::move(extension));
    } while (skip(','));
    return rest_.empty() ? std::optional(std::move(extensions)) : std::nullopt;
  }

 private:
  // Parses a name and its parameters: token *( ";" token [ "=" value ] ).
  std::optional<Extension> parse_extension() {
    Extension extension{parse_token(), {}};
    if (extension.name.empty()) {
      return std::nullopt;
    }
    while (skip(';')) {
      Parameter parameter{parse_token(), std::nullopt};
      if (!parameter.name.empty() && skip('=')) {
        parameter.value = parse_value();
      }
      if (parameter.name.empty() || parameter.value == "") {
        return std::nullopt;
      }
      extension.parameters.push_back(std::move(parameter));
    }
    return extension;
  }

  // Returns an empty text if there is neither a token nor a quoted token.
  std::string parse_value() {
    if (!skip('"')) {
      return parse_token();
    }
    std::string value;
    while (!rest_.empty() && rest_.front() != '"') {
      if (rest_.front() == '\\') {
        rest_.remove_prefix(1);
      }
      if (rest_.empty() || !is_token_character(rest_.front())) {
        return {};
      }
      value += rest_.front();
      rest_.remove_prefix(1);
    }
    return skip('"') ? value : std::string{};
  }

  std::string parse_token() {
    skip_spaces();
    const auto end = std::ranges::find_if_not(rest_, is_token_character);
    std::string token(rest_.begin(), end);
    rest_.remove_prefix(token.size());
    skip_spaces();
    return token;
  }

  bool skip(char c) {
    skip_spaces();
    if (!rest_.starts_with(c)) {
      return false;
    }
    rest_.remove_prefix(1);
    return true;
  }

  void skip_spaces() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t"), rest_.size())); }

  std::string_view rest_;
};

// Reads a window size: a decimal number from 8 to 15 without leading zeros (RFC 7692 §7.1.2).
std::optional<int> window_bits(const std::string& value) {
  constexpr std::array<std::string_view, 8> kAllowed{"8", "9", "10", "11", "12", "13", "14", "15"};
  const auto found = std::ranges::find(kAllowed, value);
  return found == kAllowed.end() ? std::nullopt : std::optional(8 + static_cast<int>(found - kAllowed.begin()));
}

// Returns whether the parameter and its value may occur in an offer (RFC 7692 §7.1).
bool is_acceptable(const Parameter& parameter) {
  if (parameter.name == "server_no_context_takeover" || parameter.name == "client_no_context_takeover") {
    return !parameter.value;
  }
  if (parameter.name == "client_max_window_bits") {
    return !parameter.value || window_bits(*parameter.value);
  }
  return parameter.name == "server_max_window_bits" && parameter.value && window_bits(*parameter.value);
}

// Accepts or refuses one offer. The parameter client_max_window_bits says that the client can limit its window. The
// server's decompressor accepts every window, so it does not answer that parameter, which RFC 7692 §7.1.2.2 permits.
// The parameter server_max_window_bits must be answered.
std::optional<DeflateAgreement> accept(const Extension& offer) {
  if (offer.name != "permessage-deflate") {
    return std::nullopt;
  }
  DeflateAgreement agreement{"permessage-deflate; server_no_context_takeover; client_no_context_takeover"};
  for (auto parameter = offer.parameters.begin(); parameter != offer.parameters.end(); ++parameter) {
    const bool repeated = std::any_of(offer.parameters.begin(), parameter,
                                      [&](const Parameter& earlier) { return earlier.name == parameter->name; });
    if (repeated || !is_acceptable(*parameter)) {
      return std::nullopt;
    }
    if (parameter->name == "server_max_window_bits") {
      agreement.window.bits = static_cast<std::uint8_t>(*window_bits(*parameter->value));
      agreement.response += fmt::format("; server_max_window_bits={}", agreement.window.bits);
    }
  }
  return agreement;
}

}  // namespace

// In base64, 16 bytes are 21 characters of six bits each, one character with the last two bits and four zero bits (A,
// Q, g or w), and two characters of padding.
bool is_valid_key(std::string_view sec_websocket_key) {
  constexpr std::size_t kSize = 24;
  return sec_websocket_key.size() == kSize && std::ranges::all_of(sec_websocket_key.substr(0, 21), is_base64) &&
         std::string_view("AQgw").find(sec_websocket_key[21]) != std::string_view::npos &&
         sec_websocket_key.substr(22) == "==";
}

std::string accept_key(std::string_view sec_websocket_key) {
  // The UUID is a constant of the protocol (RFC 6455 §1.3).
  const std::string text = std::string(sec_websocket_key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  std::array<unsigned char, 20> digest{};
  if (EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha1(), nullptr) != 1) {
    throw std::runtime_error("OpenSSL cannot compute SHA-1, which the WebSocket handshake needs");
  }
  std::array<unsigned char, 29> encoded{};  // 28 characters and the zero that OpenSSL adds
  const int size = EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(digest.size()));
  return std::string(encoded.begin(), encoded.begin() + size);
}

std::optional<DeflateAgreement> negotiate_deflate(std::string_view sec_websocket_extensions) {
  const auto offers = ExtensionParser(sec_websocket_extensions).parse();
  if (!offers) {
    return std::nullopt;
  }
  for (const Extension& offer : *offers) {
    if (auto agreement = accept(offer)) {
      return agreement;
    }
  }
  return std::nullopt;
}

}  // namespace parley::ws
