#include <stdexcept>

#include <fmt/format.h>

#include <parley/api/rest.hpp>
#include <parley/app/operations.hpp>
#include <parley/features/sign_in/operations.hpp>

#include "e2e/support/caller.hpp"

namespace parley::e2e {
namespace {

// Encodes the text for a URL (RFC 3986 §2.1).
std::string percent_encode(std::string_view text) {
  constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string encoded;
  for (const char letter : text) {
    const bool is_plain = kPlain.find(letter) != std::string_view::npos;
    encoded += is_plain ? std::string(1, letter) : fmt::format("%{:02X}", static_cast<unsigned char>(letter));
  }
  return encoded;
}

}  // namespace

const OperationTable& operation_table() {
  static const Limits limits;
  static const OperationTable table = [] {
    OperationTable filled(limits);
    add_all_operations(filled);
    add_development_operations(filled);
    return filled;
  }();
  return table;
}

HttpReply call_by_rest(HttpClient& client, const Operation& operation, Json parameters) {
  const auto as_text = [](const Json& value) {
    return percent_encode(value.is_string() ? value.get<std::string>() : value.dump());
  };
  std::string target = "/api" + std::string(operation.path);
  for (const auto& [name, value] : Json(parameters).items()) {
    const std::string place = "{" + name + "}";
    const auto at = target.find(place);
    if (at == std::string::npos) continue;
    target.replace(at, place.size(), as_text(value));
    parameters.erase(name);
  }
  const std::string_view method = method_name(operation.method);
  if (method != "GET" && method != "DELETE") return client.request(method, target, parameters);
  char separator = '?';
  for (const auto& [name, value] : parameters.items()) {
    target += separator + name + "=" + as_text(value);
    separator = '&';
  }
  return client.request(method, target);
}

Caller::Caller(const ServerProcess& server, const Person& person, Way way) : http_(server.port(), person.token()) {
  if (way == Way::websocket) live_ = std::make_unique<LiveClient>(person.connect());
}

Json Caller::must(std::string_view operation, const Json& parameters) {
  if (live_) return live_->must(operation, parameters);
  const Operation& found = *operation_table().find(operation);
  HttpReply reply = call_by_rest(http_, found, parameters);
  // What an earlier request created is 200 instead of 201.
  const bool is_repeated = reply.body.is_object() && reply.body.value("duplicate", false);
  reply = expect_status(is_repeated ? 200 : found.status, std::move(reply));
  if (found.status == 204) return Json::object();
  return std::move(reply.body);
}

Json Caller::refused(std::string_view operation, const Json& parameters) {
  if (live_) return live_->refused(operation, parameters);
  HttpReply reply = call_by_rest(http_, *operation_table().find(operation), parameters);
  if (reply.status < 400) throw std::runtime_error(std::string(operation) + " was not refused: " + reply.text);
  if (reply.body.at("status") != reply.status) throw std::runtime_error("two statuses: " + reply.text);
  return std::move(reply.body);
}

}  // namespace parley::e2e
