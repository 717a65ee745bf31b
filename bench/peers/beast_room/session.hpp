// A client's connection after the upgrade. One coroutine reads and another writes the queue; they own the session. One
// thread.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <nlohmann/json_fwd.hpp>

#include "directory.hpp"

namespace beast_room {

using Request = boost::beast::http::request<boost::beast::http::string_body>;
using Payload = std::shared_ptr<const std::string>;  // one text, shared by all sessions that send it

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(boost::beast::tcp_stream stream, Directory& directory);

  // Runs until the connection ends.
  boost::asio::awaitable<void> run(Request upgrade);
  void send(Payload payload);

 private:
  boost::asio::awaitable<void> read();
  boost::asio::awaitable<void> write();
  void take(std::string_view text);
  void take_hello(const nlohmann::json& id, const nlohmann::json& params);
  void take_message(const nlohmann::json& id, const nlohmann::json& params);
  void take_typing(const nlohmann::json& id, const nlohmann::json& params);
  void leave();

  boost::beast::websocket::stream<boost::beast::tcp_stream> socket_;
  Directory& directory_;
  std::string user_;
  std::deque<Payload> queue_;
  boost::asio::steady_timer queued_;  // a wait on it is cancelled when the queue gets an entry
};

}  // namespace beast_room
