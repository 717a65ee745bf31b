// An HTTP/1.1 client with one kept-alive connection that waits for each reply. Used on one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace parley::e2e {

using Json = nlohmann::json;
using Headers = std::vector<std::pair<std::string, std::string>>;

struct HttpReply {
  int status = 0;
  Headers headers;
  std::string text;
  Json body;  // set if the text is JSON

  // Returns the first header of that name, or an empty string.
  std::string header(std::string_view name) const;
  // Returns the code of an error, or an empty string.
  std::string code() const { return body.is_object() ? body.value("code", "") : ""; }
};

class HttpClient {
 public:
  explicit HttpClient(std::uint16_t port, std::string token = {});
  ~HttpClient();
  HttpClient(HttpClient&&) noexcept;
  HttpClient& operator=(HttpClient&&) noexcept;

  // Sends `target` unchanged and `body` as JSON, or no body if it is null. Throws when no reply comes.
  HttpReply request(std::string_view method, const std::string& target, const Json& body = {},
                    const Headers& headers = {});
  HttpReply request_text(std::string_view method, const std::string& target, const std::string& body,
                         const Headers& headers);
  HttpReply get(const std::string& target) { return request("GET", target); }
  HttpReply post(const std::string& target, const Json& body = Json::object()) { return request("POST", target, body); }
  HttpReply put(const std::string& target, const Json& body = {}) { return request("PUT", target, body); }
  HttpReply patch(const std::string& target, const Json& body) { return request("PATCH", target, body); }
  HttpReply del(const std::string& target) { return request("DELETE", target); }

  void use_token(std::string token) { token_ = std::move(token); }
  // Sends a request and closes the connection without waiting for the reply.
  void post_and_vanish(const std::string& target, const Json& body);

 private:
  class Connection;
  Connection& connection();

  std::uint16_t port_;
  std::string token_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace parley::e2e
