// The connection always has an asynchronous read pending, but its loop runs only inside the functions that wait.
// Replies are kept by id until they are asked for; events are kept in the order of arrival.
#include <algorithm>
#include <deque>
#include <map>
#include <stdexcept>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "e2e/support/live_client.hpp"

namespace parley::e2e {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using asio::ip::tcp;

}  // namespace

class LiveClient::Connection {
 public:
  Connection(std::uint16_t port, const LiveOptions& options) : stream_(loop_) {
    tcp::socket& socket = stream_.next_layer();
    socket.open(tcp::v4());
    if (options.receive_buffer > 0) socket.set_option(tcp::socket::receive_buffer_size(options.receive_buffer));
    socket.connect({asio::ip::address_v4::loopback(), port});
    socket.set_option(tcp::no_delay(true));
    stream_.read_message_max(64 * 1024 * 1024);
    websocket::permessage_deflate deflate;
    deflate.client_enable = options.deflate;
    stream_.set_option(deflate);
    stream_.set_option(websocket::stream_base::decorator([options](websocket::request_type& request) {
      if (!options.token.empty()) request.set(beast::http::field::authorization, "Bearer " + options.token);
      for (const auto& [name, value] : options.headers) request.set(name, value);
    }));
    shake_hands(port, options.path);
  }

  void shake_hands(std::uint16_t port, const std::string& path) {
    websocket::response_type response;
    std::optional<beast::error_code> outcome;
    stream_.async_handshake(response, "127.0.0.1:" + std::to_string(port), path,
                            [&](beast::error_code error) { outcome = error; });
    run_until([&] { return outcome.has_value(); }, kPatience);
    upgrade.status = static_cast<int>(response.result_int());
    upgrade.text = response.body();
    upgrade.body = Json::parse(upgrade.text, nullptr, /*allow_exceptions=*/false);
    for (const auto& field : response) upgrade.headers.emplace_back(field.name_string(), field.value());
    if (*outcome == websocket::error::upgrade_declined) {
      refusal = upgrade;
      is_open = false;
    } else if (*outcome) {
      throw beast::system_error(*outcome, "upgrading");
    } else {
      read();
    }
  }

  void read() {
    stream_.async_read(buffer_, [this](beast::error_code error, std::size_t) {
      if (error) return end(error);
      take(beast::buffers_to_string(buffer_.data()));
      buffer_.consume(buffer_.size());
      read();
    });
  }

  void end(beast::error_code error) {
    is_open = false;
    close_code = error == websocket::error::closed ? stream_.reason().code : 1006;
    const auto& reason = stream_.reason().reason;
    close_reason.assign(reason.data(), reason.size());
  }

  void take(const std::string& text) {
    Json message = Json::parse(text);
    if (message.contains("event")) {
      waiting.push_back(message);
      events.push_back(std::move(message));
    } else if (message.contains("id")) {
      const auto id = message.at("id").get<std::int64_t>();
      replies.emplace(id, std::move(message));
    } else {
      strays.push_back(std::move(message));
    }
  }

  void write(const std::string& payload, bool text) {
    if (!is_open) return;
    stream_.text(text);
    std::optional<beast::error_code> outcome;
    stream_.async_write(asio::buffer(payload), [&](beast::error_code error, std::size_t) { outcome = error; });
    run_until([&] { return outcome.has_value(); }, kPatience);
  }

  // Runs the connection until the condition holds. Returns false if the connection ended first.
  bool run_until(const std::function<bool()>& condition, milliseconds patience) {
    const auto deadline = Clock::now() + patience;
    while (!condition()) {
      if (loop_.stopped()) loop_.restart();
      if (loop_.run_one_until(deadline) > 0) continue;
      if (condition()) return true;
      if (!is_open) return false;
      if (Clock::now() >= deadline) throw std::runtime_error("a live client got no answer in time");
    }
    return true;
  }

  void poll() {
    if (loop_.stopped()) loop_.restart();
    loop_.poll();
  }

  void listen(milliseconds time) {
    if (loop_.stopped()) loop_.restart();
    loop_.run_for(time);
  }

  void close() {
    std::optional<beast::error_code> outcome;
    stream_.async_close(websocket::close_code::normal, [&](beast::error_code error) { outcome = error; });
    run_until([&] { return outcome.has_value(); }, kPatience);
  }

  // Sends a reset, as a network does that has forgotten the connection.
  void cut() {
    beast::error_code ignored;
    stream_.next_layer().set_option(asio::socket_base::linger(true, 0), ignored);
    stream_.next_layer().close(ignored);
    run_until([&] { return !is_open; }, kPatience);
  }

  HttpReply upgrade;
  std::optional<HttpReply> refusal;
  bool is_open = true;
  int close_code = 0;
  std::string close_reason;
  std::vector<Json> events;
  std::deque<Json> waiting;
  std::deque<Json> strays;
  std::map<std::int64_t, Json> replies;
  std::int64_t last_id = 0;

 private:
  asio::io_context loop_;
  websocket::stream<tcp::socket> stream_;
  beast::flat_buffer buffer_;
};

LiveClient::LiveClient(std::uint16_t port, const LiveOptions& options)
    : connection_(std::make_unique<Connection>(port, options)) {}
LiveClient::~LiveClient() = default;
LiveClient::LiveClient(LiveClient&&) noexcept = default;
LiveClient& LiveClient::operator=(LiveClient&&) noexcept = default;

const std::optional<HttpReply>& LiveClient::refusal() const { return connection_->refusal; }
const HttpReply& LiveClient::upgrade() const { return connection_->upgrade; }

Json LiveClient::hello(const std::string& token, Json params) {
  if (!token.empty()) params["token"] = token;
  return must("hello", std::move(params));
}

std::int64_t LiveClient::send(std::string_view op, Json params) {
  const std::int64_t id = ++connection_->last_id;
  connection_->write(Json{{"id", id}, {"op", op}, {"params", std::move(params)}}.dump(), true);
  return id;
}

std::optional<Json> LiveClient::find_reply(std::int64_t id) {
  connection_->run_until([&] { return connection_->replies.contains(id); }, kPatience);
  auto reply = connection_->replies.extract(id);
  if (reply.empty()) return std::nullopt;
  return std::move(reply.mapped());
}

Json LiveClient::wait_reply(std::int64_t id) {
  auto reply = find_reply(id);
  if (!reply) {
    throw std::runtime_error("the connection ended before a reply came, with " +
                             std::to_string(connection_->close_code));
  }
  return std::move(*reply);
}

Json LiveClient::must(std::string_view op, Json params) {
  Json reply = call(op, std::move(params));
  if (!reply.contains("result")) throw std::runtime_error(std::string(op) + " failed: " + reply.dump());
  return std::move(reply["result"]);
}

Json LiveClient::refused(std::string_view op, Json params) {
  Json reply = call(op, std::move(params));
  if (!reply.contains("error")) throw std::runtime_error(std::string(op) + " was not refused: " + reply.dump());
  return std::move(reply["error"]);
}

Json LiveClient::wait_event(const Predicate& fits) {
  std::deque<Json>& waiting = connection_->waiting;
  auto found = waiting.end();
  std::size_t looked_at = 0;
  const bool came = connection_->run_until(
      [&] {
        found = std::find_if(waiting.begin() + static_cast<std::ptrdiff_t>(looked_at), waiting.end(), fits);
        looked_at = waiting.size();
        return found != waiting.end();
      },
      kPatience);
  if (!came) throw std::runtime_error("the connection ended before an event came");
  Json event = std::move(*found);
  waiting.erase(found);
  return event;
}

Json LiveClient::wait_event(std::string_view name) {
  return wait_event([name](const Json& event) { return event.at("event") == name; });
}

Json LiveClient::wait_stray_error() {
  if (!connection_->run_until([&] { return !connection_->strays.empty(); }, kPatience)) {
    throw std::runtime_error("the connection ended before an error came");
  }
  Json error = std::move(connection_->strays.front());
  connection_->strays.pop_front();
  return std::move(error.at("error"));
}

const std::vector<Json>& LiveClient::events() const { return connection_->events; }

std::vector<Json> LiveClient::events_of(std::string_view name) const {
  std::vector<Json> found;
  std::ranges::copy_if(events(), std::back_inserter(found),
                       [name](const Json& event) { return event.at("event") == name; });
  return found;
}

std::vector<Json> LiveClient::take_events() {
  connection_->waiting.clear();
  return std::exchange(connection_->events, {});
}

bool LiveClient::wait_until(const std::function<bool()>& condition, milliseconds patience) {
  return connection_->run_until(condition, patience);
}

void LiveClient::poll() { connection_->poll(); }
void LiveClient::listen(milliseconds time) { connection_->listen(time); }

void LiveClient::send_text(const std::string& text) { connection_->write(text, true); }
void LiveClient::send_binary(const std::string& bytes) { connection_->write(bytes, false); }

int LiveClient::wait_closed() {
  connection_->run_until([&] { return !connection_->is_open; }, kPatience);
  return connection_->close_code;
}

const std::string& LiveClient::close_reason() const { return connection_->close_reason; }
bool LiveClient::is_open() const { return connection_->is_open; }
void LiveClient::close() { connection_->close(); }
void LiveClient::cut() { connection_->cut(); }

}  // namespace parley::e2e
