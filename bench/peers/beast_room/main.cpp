// A chat server in the style of the examples of Boost.Beast and Boost.Asio: coroutines, a queue for each session, one
// thread. It keeps messages in memory only, and supports the part of Parley's protocol that the workloads use.
#include <iostream>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "session.hpp"

namespace beast_room {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::use_awaitable;
using asio::ip::tcp;

http::response<http::string_body> respond(Directory& directory, const Request& request) {
  http::response<http::string_body> response{http::status::ok, request.version()};
  std::string_view token = request[http::field::authorization];
  token.remove_prefix(std::min(token.size(), std::string_view("Bearer ").size()));
  auto body = directory.answer(request.target(), token, nlohmann::json::parse(request.body()));
  if (!body) response.result(http::status::not_found);
  response.body() = body.value_or("{}");
  response.set(http::field::content_type, "application/json");
  response.prepare_payload();
  return response;
}

asio::awaitable<void> serve(tcp::socket socket, Directory& directory) {
  socket.set_option(tcp::no_delay(true));
  beast::tcp_stream stream(std::move(socket));
  beast::flat_buffer buffer;
  for (;;) {
    Request request;
    co_await http::async_read(stream, buffer, request, use_awaitable);
    if (beast::websocket::is_upgrade(request)) {
      co_await std::make_shared<Session>(std::move(stream), directory)->run(std::move(request));
      co_return;
    }
    const auto response = respond(directory, request);
    co_await http::async_write(stream, response, use_awaitable);
  }
}

asio::awaitable<void> accept(tcp::acceptor& acceptor, Directory& directory) {
  for (;;) {
    auto socket = co_await acceptor.async_accept(use_awaitable);
    asio::co_spawn(acceptor.get_executor(), serve(std::move(socket), directory), asio::detached);
  }
}

}  // namespace
}  // namespace beast_room

int main() {
  namespace asio = boost::asio;
  asio::io_context loop(1);
  asio::ip::tcp::acceptor acceptor(loop, {asio::ip::address_v4::loopback(), 0});
  beast_room::Directory directory;
  asio::co_spawn(loop, beast_room::accept(acceptor, directory), asio::detached);
  std::cout << fmt::format("ready at http://127.0.0.1:{}", acceptor.local_endpoint().port()) << std::endl;
  loop.run();
}
