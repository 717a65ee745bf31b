// A Parley server's messages as text: written and read in place, without a JSON parser and without an allocation, since
// that happens for every delivery. Values and pure functions; one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parley::bench {

inline constexpr std::size_t kUuidLength = 36;
// Request ids and client ids are this plus the message's number: always eight digits.
inline constexpr std::uint32_t kFirstId = 10'000'000;

// message.send as text, in which only the ids change from one message to the next.
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

  std::uint32_t number() const;  // of the message
};
// What is no delivery gives nothing, what is a broken one throws.
std::optional<DeliveryText> read_delivery(std::string_view text);

// {"id":…,"result":{"message":{…,"rev":…,…},"duplicate":false}}
struct AcknowledgementText {
  std::uint32_t number;  // of the message
  std::int64_t rev;
};
std::optional<AcknowledgementText> read_acknowledgement(std::string_view text);

// The number that follows the key's first place in the text. Throws when there is none.
std::int64_t number_behind(std::string_view text, std::string_view key);

}  // namespace parley::bench
