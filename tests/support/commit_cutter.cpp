#include <cstddef>
#include <cstdint>
#include <utility>

#include "support/commit_cutter.hpp"

namespace parley::testing {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kLengthBytes = 4;
constexpr std::uint32_t kProtocol3 = 3 << 16;
// A Query or Parse message contains the first text; the server's CommandComplete and ReadyForQuery are the others.
constexpr auto kCommit = "COMMIT\0"sv;
constexpr auto kCommitted =
    "C\0\0\0\x0b"
    "COMMIT\0"sv;
constexpr auto kReady = "Z\0\0\0\x05"sv;

// Reads a big-endian number.
std::uint32_t number_at(std::string_view bytes, std::size_t at) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < kLengthBytes; ++i) number = number << 8U | static_cast<unsigned char>(bytes[at + i]);
  return number;
}

}  // namespace

Traffic CommitCutter::client_said(std::string_view bytes) {
  unread_ += bytes;
  while (take_message()) {
  }
  return {.to_server = std::string(bytes)};
}

bool CommitCutter::take_message() {
  const std::size_t type_bytes = has_started_ ? 1 : 0;
  if (unread_.size() < type_bytes + kLengthBytes) return false;
  const std::size_t size = type_bytes + number_at(unread_, type_bytes);  // the length includes its own bytes
  if (unread_.size() < size) return false;
  const std::string_view message = std::string_view(unread_).substr(0, size);
  if (!has_started_) {
    // The client may ask for encryption before it sends the start-up message.
    has_started_ = number_at(message, kLengthBytes) == kProtocol3;
  } else if ((message.front() == 'Q' || message.front() == 'P') && message.find(kCommit) != std::string_view::npos) {
    cuts_ = chance_->strikes();
  }
  unread_.erase(0, size);
  return true;
}

Traffic CommitCutter::server_said(std::string_view bytes) {
  if (!cuts_) return {.to_client = std::string(bytes)};
  withheld_ += bytes;
  if (withheld_.find(kCommitted) != std::string::npos) return {.resets = true};
  if (withheld_.find(kReady) == std::string::npos) return {};
  // The transaction was not committed.
  cuts_ = false;
  return {.to_client = std::exchange(withheld_, {})};
}

}  // namespace parley::testing
