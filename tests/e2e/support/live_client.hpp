// A WebSocket client of Parley's protocol on Boost.Beast: its frames, masking and compression share no code with the
// server. It reads only while one of its functions waits, so a client whose functions nobody calls is a slow reader.
// Used on one thread.
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
  std::string token = {};  // sent in the Authorization header of the upgrade
  std::string path = "/api/ws";
  Headers headers = {};
  bool deflate = false;
  int receive_buffer = 0;  // the size of the socket's buffer in bytes; 0 keeps the kernel's choice
};

class LiveClient {
 public:
  using Predicate = std::function<bool(const Json& event)>;

  // Connects and upgrades. If the server refuses, `refusal` has its answer. Throws when there is no answer.
  explicit LiveClient(std::uint16_t port, const LiveOptions& options = {});
  ~LiveClient();
  LiveClient(LiveClient&&) noexcept;
  LiveClient& operator=(LiveClient&&) noexcept;

  // Returns the HTTP answer to an upgrade that was refused.
  const std::optional<HttpReply>& refusal() const;
  const HttpReply& upgrade() const;

  // Says hello with a token (or with none, if the upgrade had it) and returns the result. Throws on an error.
  Json hello(const std::string& token = {}, Json params = Json::object());
  // Sends a request and returns its id.
  std::int64_t send(std::string_view op, Json params = Json::object());
  // Returns the whole reply to a request: {"id":…,"result":…} or with "error". Throws when the connection ends first.
  Json wait_reply(std::int64_t id);
  // Returns null when the connection ends first.
  std::optional<Json> find_reply(std::int64_t id);
  Json call(std::string_view op, Json params = Json::object()) { return wait_reply(send(op, std::move(params))); }
  // Returns the result of a request that has to succeed.
  Json must(std::string_view op, Json params = Json::object());
  // Returns the error of a request that has to fail.
  Json refused(std::string_view op, Json params = Json::object());

  // Returns the first matching event that no earlier call has returned. Throws when none comes or the connection ends.
  Json wait_event(const Predicate& fits);
  Json wait_event(std::string_view name);
  // Returns a reply without an id, which answers a frame that the server could not read.
  Json wait_stray_error();
  // Returns every event so far, in the order of arrival.
  const std::vector<Json>& events() const;
  std::vector<Json> events_of(std::string_view name) const;
  // Returns every event so far and forgets them, so that a client that lives long does not keep them.
  std::vector<Json> take_events();
  // Reads until the condition holds. Returns false when the connection ends first. Throws when that takes too long.
  bool wait_until(const std::function<bool()>& condition, milliseconds patience = kPatience);
  // Reads what has arrived already, without waiting.
  void poll();
  // Reads what arrives within that time.
  void listen(milliseconds time);

  void send_text(const std::string& text);
  void send_binary(const std::string& bytes);
  // Returns the close code that the server sent. Throws when the server does not close the connection.
  int wait_closed();
  const std::string& close_reason() const;
  bool is_open() const;

  // Closes the connection with a closing handshake.
  void close();
  // Cuts the connection as a lost network does: without a closing handshake, and data on the way is lost.
  void cut();

 private:
  class Connection;
  std::unique_ptr<Connection> connection_;
};

}  // namespace parley::e2e
