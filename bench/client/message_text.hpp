// Writes and reads the texts of a Parley server in place, without a JSON parser and without an allocation, because that
// happens for every delivery. Values and pure functions; one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parley::bench {

inline constexpr std::size_t kUuidLength = 36;
// A request id or client id is this plus the message's number, so that it always has eight digits.
inline constexpr std::uint32_t kFirstId = 10'000'000;

// The text of message.send, in which only the ids change from one message to the next.
class SendRequest {
 public:
  explicit SendRequest(std::size_t body_bytes = 100);
  std::string_view fill(std::uint32_t number, std::string_view conversation);

 private:
  std::string text_;
  std::size_t id_at_;
  std::size_t client_id_at_;
  std::size_t conversation_at_;
};

// {"event":"message.created","conversation":"…","rev":…,"data":{…}}
struct DeliveryText {
  std::string_view conversation;
  std::int64_t rev;
  std::string_view data;

  std::uint32_t number() const;  // Returns the message's number.
};
// Returns nothing if the text is no delivery. Throws if it is a broken one.
std::optional<DeliveryText> read_delivery(std::string_view text);

// {"id":…,"result":{"message":{…,"rev":…,…},"duplicate":false}}
struct AcknowledgementText {
  std::uint32_t number;  // the message's number
  std::int64_t rev;
};
std::optional<AcknowledgementText> read_acknowledgement(std::string_view text);

// Returns the number after the first occurrence of the key in the text. Throws if there is none.
std::int64_t number_behind(std::string_view text, std::string_view key);

}  // namespace parley::bench
