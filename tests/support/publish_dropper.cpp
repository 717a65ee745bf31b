// Redis answers the commands of a connection in their order. The dropper remembers for each unanswered command whether
// it was forwarded, so that it inserts its own answers at the right places.
#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstddef>
#include <optional>
#include <utility>

#include "support/publish_dropper.hpp"

namespace parley::testing {
namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::string_view kNobody = ":0\r\n";

// Returns the size of the RESP2 value at the beginning of the bytes, or nothing while it is incomplete.
std::optional<std::size_t> size_of_value(std::string_view bytes) {
  const std::size_t line_end = bytes.find(kLineEnd);
  if (line_end == std::string_view::npos) return std::nullopt;
  std::size_t size = line_end + kLineEnd.size();
  int count = 0;
  std::from_chars(bytes.data() + 1, bytes.data() + line_end, count);
  if (bytes.front() == '$' && count >= 0) size += static_cast<std::size_t>(count) + kLineEnd.size();
  if (bytes.front() == '*') {
    for (int element = 0; element < count; ++element) {
      const auto more = size_of_value(bytes.substr(std::min(size, bytes.size())));
      if (!more) return std::nullopt;
      size += *more;
    }
  }
  return size <= bytes.size() ? std::optional(size) : std::nullopt;
}

// Returns the first word of a command in capitals: *2\r\n$4\r\nping\r\n… gives PING.
std::string name_of(std::string_view command) {
  std::size_t start = 0;
  for (int line = 0; line < 2; ++line) start = command.find(kLineEnd, start) + kLineEnd.size();
  std::string name(command.substr(start, command.find(kLineEnd, start) - start));
  std::ranges::transform(name, name.begin(), [](unsigned char letter) { return std::toupper(letter); });
  return name;
}

}  // namespace

Traffic PublishDropper::client_said(std::string_view bytes) {
  if (has_subscribed_) return {.to_server = std::string(bytes)};
  Traffic traffic;
  of_client_ += bytes;
  while (const auto size = size_of_value(of_client_)) {
    take_command(std::string_view(of_client_).substr(0, *size), traffic);
    of_client_.erase(0, *size);
  }
  if (has_subscribed_) traffic.to_server += std::exchange(of_client_, {});
  answer_dropped(traffic.to_client);
  return traffic;
}

void PublishDropper::take_command(std::string_view command, Traffic& traffic) {
  const std::string name = name_of(command);
  if (name.ends_with("SUBSCRIBE")) has_subscribed_ = true;
  if (name == "PUBLISH" && chance_->strikes()) {
    unanswered_.push_back(Command::dropped);
  } else {
    unanswered_.push_back(Command::forwarded);
    traffic.to_server += command;
  }
}

Traffic PublishDropper::server_said(std::string_view bytes) {
  if (has_subscribed_) return {.to_client = std::exchange(of_server_, {}) + std::string(bytes)};
  Traffic traffic;
  of_server_ += bytes;
  while (const auto size = size_of_value(of_server_)) {
    traffic.to_client += of_server_.substr(0, *size);
    of_server_.erase(0, *size);
    if (!unanswered_.empty()) unanswered_.pop_front();
    answer_dropped(traffic.to_client);
  }
  return traffic;
}

void PublishDropper::answer_dropped(std::string& to_client) {
  while (!unanswered_.empty() && unanswered_.front() == Command::dropped) {
    to_client += kNobody;
    unanswered_.pop_front();
  }
}

}  // namespace parley::testing
