#include <charconv>
#include <stdexcept>

#include <fmt/format.h>

#include "client/message_text.hpp"

namespace parley::bench {
namespace {

constexpr std::size_t kIdDigits = 8;

}  // namespace

SendRequest::SendRequest(std::size_t body_bytes)
    : text_(fmt::format(
          R"({{"id":{0},"op":"message.send","params":{{"conversation":"{1}","client_id":"{0}","body":"{2}"}}}})",
          kFirstId, std::string(kUuidLength, '0'), std::string(body_bytes, 'x'))),
      id_at_(text_.find(fmt::to_string(kFirstId))),
      client_id_at_(text_.rfind(fmt::to_string(kFirstId))),
      conversation_at_(text_.find(std::string(kUuidLength, '0'))) {}

std::string_view SendRequest::fill(std::uint32_t number, std::string_view conversation) {
  std::to_chars(&text_[id_at_], &text_[id_at_] + kIdDigits, kFirstId + number);
  text_.replace(client_id_at_, kIdDigits, text_, id_at_, kIdDigits);
  text_.replace(conversation_at_, kUuidLength, conversation);
  return text_;
}

std::uint32_t DeliveryText::number() const {
  return static_cast<std::uint32_t>(number_behind(data, R"("client_id":")")) - kFirstId;
}

std::optional<DeliveryText> read_delivery(std::string_view text) {
  constexpr std::string_view kStart = R"({"event":"message.created","conversation":")";
  if (!text.starts_with(kStart)) return std::nullopt;
  text.remove_prefix(kStart.size());
  return DeliveryText{text.substr(0, kUuidLength), number_behind(text, R"("rev":)"), text.substr(kUuidLength)};
}

std::optional<AcknowledgementText> read_acknowledgement(std::string_view text) {
  if (!text.starts_with(R"({"id":)") || !text.contains(R"(,"result":{"message":)")) return std::nullopt;
  return AcknowledgementText{static_cast<std::uint32_t>(number_behind(text, R"({"id":)")) - kFirstId,
                             number_behind(text, R"("rev":)")};
}

std::int64_t number_behind(std::string_view text, std::string_view key) {
  const auto at = text.find(key);
  std::int64_t number = 0;
  if (at == std::string_view::npos ||
      std::from_chars(text.data() + at + key.size(), text.data() + text.size(), number).ec != std::errc{}) {
    throw std::runtime_error(fmt::format("unexpected: {}", text));
  }
  return number;
}

}  // namespace parley::bench
