// A minimal HTTP client: it sends one request and reads only the status line of the response.
#include <parley/app/health_check.hpp>

#include <charconv>
#include <exception>
#include <optional>

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/system_error.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <fmt/format.h>

#include <parley/net/socket.hpp>

namespace parley {
namespace {

using asio::ip::tcp;

constexpr std::size_t kMostLineBytes = 1024;

struct HealthRequest {
  std::string host;
  std::string port;
  std::string text;
};

// Returns the request for a URL, with the path /readyz if it has none. Returns nothing if the URL cannot be asked.
std::optional<HealthRequest> request_for(std::string_view text) {
  const auto url = boost::urls::parse_uri(text);
  if (url.has_error() || url->scheme_id() != boost::urls::scheme::http || url->encoded_host().empty()) {
    return std::nullopt;
  }
  const std::string target(url->encoded_target());
  const std::string path = target.empty() ? "/readyz" : target;
  return HealthRequest{
      .host = url->host_address(),
      .port = url->has_port() ? std::string(url->port()) : "80",
      .text = fmt::format("GET {} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", path,
                          std::string_view(url->encoded_host_and_port())),
  };
}

// Returns the status in a line such as "HTTP/1.1 200 OK" (RFC 9112 §4), or 0 if it is not a status line.
unsigned status_of(std::string_view line) {
  unsigned status = 0;
  if (!line.starts_with("HTTP/1.") || line.size() < 12 || line[8] != ' ') return 0;
  std::from_chars(line.data() + 9, line.data() + 12, status);
  return status;
}

// Sends the request and returns the status of the response. The body is not read. Throws boost::system::system_error.
Awaitable<unsigned> fetch_status(HealthRequest request) {
  const Executor loop = co_await this_loop;
  asio::ip::basic_resolver<tcp, Executor> resolver(loop);
  const auto endpoints = co_await resolver.async_resolve(request.host, request.port, use_awaitable);
  Socket socket(loop);
  co_await asio::async_connect(socket, endpoints, use_awaitable);
  co_await asio::async_write(socket, asio::buffer(request.text), use_awaitable);
  std::string line;
  co_await asio::async_read_until(socket, asio::dynamic_buffer(line, kMostLineBytes), "\r\n", use_awaitable);
  co_return status_of(line);
}

}  // namespace

std::string health_url(const Configuration& configuration) {
  asio::ip::address address = asio::ip::make_address(configuration.server.address);
  if (address.is_unspecified()) {
    address = address.is_v6() ? asio::ip::address(asio::ip::address_v6::loopback())
                              : asio::ip::address(asio::ip::address_v4::loopback());
  }
  const std::string host = address.is_v6() ? fmt::format("[{}]", address.to_string()) : address.to_string();
  return fmt::format("http://{}:{}/readyz", host, configuration.server.port);
}

Result<void> check_health(std::string_view url, milliseconds timeout) {
  auto request = request_for(url);
  if (!request) {
    return fail(ErrorCode::invalid_request,
                fmt::format("\"{}\" is not a URL such as http://127.0.0.1:8080/readyz", url));
  }
  // The result stays "did not answer" unless the coroutine ends within the time.
  Result<void> result =
      fail(ErrorCode::unavailable, fmt::format("{} did not answer within {} ms", url, timeout.count()));
  asio::io_context loop(1);
  asio::co_spawn(loop, fetch_status(std::move(*request)), [&](const std::exception_ptr& exception, unsigned status) {
    try {
      if (exception) std::rethrow_exception(exception);
      if (status == 200) {
        result = {};
      } else {
        result = fail(ErrorCode::unavailable, fmt::format("{} answered with status {}", url, status));
      }
    } catch (const boost::system::system_error& error) {
      result = fail(ErrorCode::unavailable, fmt::format("{} did not answer: {}", url, error.code().message()));
    }
  });
  loop.run_for(timeout);
  return result;
}

}  // namespace parley
