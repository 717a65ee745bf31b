#include <initializer_list>
#include <stdexcept>

#include <fmt/format.h>

#include "client/socket_io.hpp"

namespace parley::bench::socket_io {
namespace {

[[noreturn]] void refuse(std::string_view text) { throw std::runtime_error(fmt::format("unexpected: {}", text)); }

// Removes the text up to and including the first `end` from the front, and returns it.
std::string_view take_until(std::string_view& text, std::string_view end) {
  const auto at = text.find(end);
  if (at == std::string_view::npos) refuse(text);
  const std::string_view taken = text.substr(0, at);
  text.remove_prefix(at + end.size());
  return taken;
}

void skip(std::string_view& text, std::string_view start) {
  if (!text.starts_with(start)) refuse(text);
  text.remove_prefix(start.size());
}

void join(std::string& out, std::initializer_list<std::string_view> parts) {
  out.clear();
  for (const std::string_view part : parts) out += part;
}

}  // namespace

Packet kind_of(std::string_view packet) {
  if (packet.starts_with("42") || packet.starts_with("43")) return Packet::message;
  if (packet == "2") return Packet::ping;
  if (packet.starts_with("0{")) return Packet::open;
  if (packet.starts_with("40{")) return Packet::connected;
  refuse(packet);
}

void wrap(std::string_view request, std::string& packet) {
  std::string_view rest = request;
  skip(rest, R"({"id":)");
  const std::string_view id = take_until(rest, R"(,"op":")");
  const std::string_view operation = take_until(rest, R"(","params":)");
  rest.remove_suffix(1);
  join(packet, {"42", id, R"([")", operation, R"(",)", rest, "]"});
}

void unwrap(std::string_view packet, std::string& text) {
  const bool is_event = packet.starts_with("42");
  std::string_view rest = packet.substr(2);
  if (is_event) {
    skip(rest, R"([")");
    const std::string_view name = take_until(rest, R"(",{)");
    rest.remove_suffix(1);
    return join(text, {R"({"event":")", name, R"(",)", rest});
  }
  const std::string_view id = take_until(rest, "[");
  rest.remove_suffix(1);
  join(text, {R"({"id":)", id, R"(,"result":)", rest, "}"});
}

}  // namespace parley::bench::socket_io
