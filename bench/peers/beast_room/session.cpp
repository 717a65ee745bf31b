#include <chrono>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "session.hpp"

namespace beast_room {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using asio::use_awaitable;
using nlohmann::json;

// Sends to all sessions in the room except one.
void broadcast(const Room& room, std::string event, const Session* except = nullptr) {
  const auto payload = std::make_shared<const std::string>(std::move(event));
  for (Session* session : room.sessions) {
    if (session != except) session->send(payload);
  }
}

std::string now() {
  const auto time = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const auto milliseconds = time.time_since_epoch().count() % 1000;
  return fmt::format("{:%FT%T}.{:03}Z", fmt::gmtime(std::chrono::system_clock::to_time_t(time)), milliseconds);
}

}  // namespace

Session::Session(beast::tcp_stream stream, Directory& directory)
    : socket_(std::move(stream)),
      directory_(directory),
      queued_(socket_.get_executor(), asio::steady_timer::time_point::max()) {}

asio::awaitable<void> Session::run(Request upgrade) {
  socket_.set_option(websocket::stream_base::timeout::suggested(beast::role_type::server));
  socket_.set_option(websocket::stream_base::decorator([](websocket::response_type& response) {
    response.set(beast::http::field::sec_websocket_protocol, "parley.v1");
  }));
  co_await socket_.async_accept(upgrade, use_awaitable);
  const auto self = shared_from_this();
  asio::co_spawn(socket_.get_executor(), [self] { return self->write(); }, asio::detached);
  try {
    co_await read();
  } catch (const std::exception&) {
    // The client has closed the connection.
  }
  leave();
}

void Session::send(Payload payload) {
  queue_.push_back(std::move(payload));
  queued_.cancel_one();
}

asio::awaitable<void> Session::read() {
  beast::flat_buffer buffer;
  for (;;) {
    co_await socket_.async_read(buffer, use_awaitable);
    const auto bytes = buffer.cdata();
    take({static_cast<const char*>(bytes.data()), bytes.size()});
    buffer.consume(buffer.size());
  }
}

asio::awaitable<void> Session::write() {
  const auto self = shared_from_this();
  while (socket_.is_open()) {
    if (queue_.empty()) {
      boost::system::error_code cancelled;
      co_await queued_.async_wait(asio::redirect_error(use_awaitable, cancelled));
      continue;
    }
    co_await socket_.async_write(asio::buffer(*queue_.front()), use_awaitable);
    queue_.pop_front();
  }
}

void Session::take(std::string_view text) {
  const auto request = json::parse(text);
  const auto operation = request.at("op").get<std::string_view>();
  if (operation == "message.send") return take_message(request.at("id"), request.at("params"));
  if (operation == "typing.set") return take_typing(request.at("id"), request.at("params"));
  if (operation == "hello") return take_hello(request.at("id"), request.at("params"));
  throw std::runtime_error("no such operation");
}

void Session::take_hello(const json& id, const json& params) {
  user_ = directory_.user(params.at("token"));
  json rooms = json::array();
  for (Room& room : directory_.rooms_of(user_)) {
    rooms.push_back({{"conversation", describe(room)}});
    room.sessions.insert(this);
  }
  const json synced{{"sync", {{"added", rooms}}}};
  send(std::make_shared<const std::string>(fmt::format(R"({{"id":{},"result":{}}})", id.dump(), synced.dump())));
}

void Session::take_message(const json& id, const json& params) {
  Room& room = directory_.room(user_, params.at("conversation"));
  const std::int64_t seq = ++room.seq;
  const nlohmann::ordered_json message{{"conversation", room.id},
                                       {"seq", seq},
                                       {"rev", seq},
                                       {"sender", user_},
                                       {"client_id", params.at("client_id").get<std::string_view>()},
                                       {"kind", "text"},
                                       {"body", params.at("body").get<std::string_view>()},
                                       {"created_at", now()}};
  const std::string text = message.dump();
  send(std::make_shared<const std::string>(
      fmt::format(R"({{"id":{},"result":{{"message":{},"duplicate":false}}}})", id.dump(), text)));
  broadcast(room,
            fmt::format(R"({{"event":"message.created","conversation":"{}","rev":{},"data":{}}})", room.id, seq, text));
}

void Session::take_typing(const json& id, const json& params) {
  const Room& room = directory_.room(user_, params.at("conversation"));
  send(std::make_shared<const std::string>(fmt::format(R"({{"id":{},"result":{{}}}})", id.dump())));
  broadcast(room,
            fmt::format(R"({{"event":"typing","conversation":"{}","data":{{"user":"{}","expires_ms":6000}}}})", room.id,
                        user_),
            this);
}

void Session::leave() {
  for (Room& room : directory_.rooms_of(user_)) room.sessions.erase(this);
  queued_.cancel();
}

}  // namespace beast_room
