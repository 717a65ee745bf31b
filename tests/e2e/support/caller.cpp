#include <stdexcept>

#include <fmt/format.h>

#include <parley/api/operations.hpp>
#include <parley/api/rest.hpp>

#include "e2e/support/caller.hpp"

namespace parley::e2e {

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

namespace {

// What is neither unreserved (RFC 3986, section 2.3) nor understood as it is, percent-encoded.
std::string encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out += byte > 0x20 && byte < 0x7f ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return out;
}

}  // namespace

HttpReply call_by_rest(HttpClient& client, const OperationInfo& operation, Json parameters) {
  const auto as_text = [](const Json& value) {
    return encoded(value.is_string() ? value.get<std::string>() : value.dump());
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
  const OperationInfo& info = operation_table().find(operation)->info;
  HttpReply reply = expect_status(info.status, call_by_rest(http_, info, parameters));
  if (info.status == 204) return Json::object();
  return std::move(reply.body);
}

Json Caller::refused(std::string_view operation, const Json& parameters) {
  if (live_) return live_->refused(operation, parameters);
  HttpReply reply = call_by_rest(http_, operation_table().find(operation)->info, parameters);
  if (reply.status < 400) throw std::runtime_error(std::string(operation) + " was not refused: " + reply.text);
  if (reply.body.at("status") != reply.status) throw std::runtime_error("two statuses: " + reply.text);
  return std::move(reply.body);
}

}  // namespace parley::e2e
