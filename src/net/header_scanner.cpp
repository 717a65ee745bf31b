#include <parley/net/header_scanner.hpp>

#include <parley/protocol/http_text.hpp>

namespace parley {
namespace {

// The bytes of a request line without its target: the longest method, two spaces and the version.
constexpr std::size_t kRequestLineFrame = 32;

}  // namespace

Result<std::optional<std::size_t>> HeaderScanner::scan(std::string_view received) {
  for (; position_ < received.size(); ++position_) {
    if (auto fine = check_byte(received); !fine) return std::unexpected(std::move(fine.error()));
    if (auto fine = check_size(); !fine) return std::unexpected(std::move(fine.error()));
    if (received[position_] != '\n') continue;
    const auto ended = end_line();
    if (!ended) return std::unexpected(ended.error());
    if (*ended) return ++position_;
  }
  return std::nullopt;
}

// Checks one byte against RFC 9112: a line ends with CR LF and contains neither of them elsewhere (§2.2), and a line
// does not begin with white space (§5.2).
Result<void> HeaderScanner::check_byte(std::string_view received) const {
  const char byte = received[position_];
  const bool after_cr = position_ > line_start_ && received[position_ - 1] == '\r';
  if (after_cr != (byte == '\n')) return fail(ErrorCode::malformed, "A line of the header does not end with CR LF.");
  if (byte == '\r' || byte == '\n') return {};
  if (is_control(byte)) return fail(ErrorCode::malformed, "The header contains a control character.");
  if (position_ == line_start_ && (byte == ' ' || byte == '\t')) {
    return fail(ErrorCode::malformed, "A line of the header begins with white space.");
  }
  return {};
}

Result<void> HeaderScanner::check_size() const {
  if (lines_ == 0 && position_ >= limits_->target_bytes + kRequestLineFrame) {
    return fail(ErrorCode::uri_too_long, "The request line is too long.");
  }
  if (position_ >= limits_->header_bytes) return fail(ErrorCode::header_too_large, "The header is too large.");
  return {};
}

// Counts a line. Returns whether it is the empty line that ends the header.
Result<bool> HeaderScanner::end_line() {
  const bool empty = position_ - line_start_ == 1;
  if (empty && lines_ == 0) return fail(ErrorCode::malformed, "The request line is empty.");
  line_start_ = position_ + 1;
  if (empty) return true;
  ++lines_;
  if (lines_ > limits_->header_count + 1) return fail(ErrorCode::header_too_large, "The header has too many fields.");
  return false;
}

}  // namespace parley
