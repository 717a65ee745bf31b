// A WebSocket client of Parley's protocol on Boost.Beast, whose frames, masking and compression owe nothing to the
// server's own codec. It reads only while one of its functions waits: a client that is not asked for anything is a slow
// one. Used on one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "e2e/support/deadline.hpp"
#include "e2e/support/http_client.hpp"

namespace parley::e2e {

struct LiveOptions {
  std::string token = {};  // for the Authorization header of the upgrade
  std::string path = "/api/ws";
  Headers headers = {};
  bool deflate = false;
  int receive_buffer = 0;  // bytes, of the socket; 0 leaves it as it is
};

class LiveClient {
 public:
  using Predicate = std::function<bool(const Json& event)>;

  // Connects and upgrades; `refusal` says whether that was refused. Throws when there is no answer.
  explicit LiveClient(std::uint16_t port, const LiveOptions& options = {});
  ~LiveClient();
  LiveClient(LiveClient&&) noexcept;
  LiveClient& operator=(LiveClient&&) noexcept;

  // The HTTP answer to an upgrade that was refused.
  const std::optional<HttpReply>& refusal() const;
  const HttpReply& upgrade() const;

  // Says hello with a token (none where the upgrade carried it) and gives the result. Throws when that is an error.
  Json hello(const std::string& token = {}, Json params = Json::object());
  // Sends a request and gives its id.
  std::int64_t send(std::string_view op, Json params = Json::object());
  // The whole reply to a request: {"id":…,"result":…} or with "error". Throws when the connection ends first.
  Json wait_reply(std::int64_t id);
  // Nothing when the connection ends first.
  std::optional<Json> find_reply(std::int64_t id);
  Json call(std::string_view op, Json params = Json::object()) { return wait_reply(send(op, std::move(params))); }
  // The result of a request that has to succeed.
  Json must(std::string_view op, Json params = Json::object());
  // The error of a request that has to fail.
  Json refused(std::string_view op, Json params = Json::object());

  // The first event not yet waited for that fits. Throws when none comes, or the connection ends first.
  Json wait_event(const Predicate& fits);
  Json wait_event(std::string_view name);
  // A reply without an id: to a frame that could not be read.
  Json wait_stray_error();
  // Every event so far, in the order in which they came.
  const std::vector<Json>& events() const;
  std::vector<Json> events_of(std::string_view name) const;
  // The same, and forgets them: for a client that lives long.
  std::vector<Json> take_events();
  // Reads until the condition holds; false when the connection ends first. Throws when that takes too long.
  bool wait_until(const std::function<bool()>& condition, milliseconds patience = kPatience);
  // Reads what has come already, without waiting.
  void poll();
  // Reads what comes within that time.
  void listen(milliseconds time);

  void send_text(const std::string& text);
  void send_binary(const std::string& bytes);
  // The close code with which the server ended the connection. Throws when it does not.
  int wait_closed();
  const std::string& close_reason() const;
  bool is_open() const;

  // A closing handshake.
  void close();
  // The network goes away: no closing handshake, what is under way is lost.
  void cut();

 private:
  class Connection;
  std::unique_ptr<Connection> connection_;
};

}  // namespace parley::e2e
