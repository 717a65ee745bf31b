#include <algorithm>
#include <stdexcept>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include "e2e/support/deadline.hpp"
#include "e2e/support/http_client.hpp"
#include "support/gunzip.hpp"

namespace parley::e2e {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

bool same_name(std::string_view one, std::string_view other) {
  return std::ranges::equal(one, other, [](char a, char b) { return std::tolower(a) == std::tolower(b); });
}

}  // namespace

class HttpClient::Connection {
 public:
  explicit Connection(std::uint16_t port) : socket_(loop_) {
    socket_.connect({asio::ip::address_v4::loopback(), port});
    socket_.set_option(tcp::no_delay(true));
  }

  void send(const http::request<http::string_body>& request) {
    boost::system::error_code error;
    http::async_write(socket_, request, [&](boost::system::error_code result, std::size_t) { error = result; });
    run("write a request");
    if (error) throw boost::system::system_error(error, "writing a request");
  }

  http::response<http::string_body> receive(bool head) {
    http::response_parser<http::string_body> parser;
    parser.skip(head);
    parser.body_limit(64 * 1024 * 1024);
    boost::system::error_code error;
    http::async_read(socket_, buffer_, parser, [&](boost::system::error_code result, std::size_t) { error = result; });
    run("read a reply");
    if (error) throw boost::system::system_error(error, "reading a reply");
    return parser.release();
  }

  // Returns whether the server has closed the connection in the meantime.
  bool is_stale() {
    boost::system::error_code error;
    socket_.non_blocking(true);
    char byte = 0;
    socket_.receive(asio::buffer(&byte, 1), tcp::socket::message_peek, error);
    return error != asio::error::would_block;
  }

 private:
  void run(const char* what) {
    loop_.restart();
    loop_.run_for(kPatience);
    if (!loop_.stopped()) throw std::runtime_error(std::string("it took too long to ") + what);
  }

  asio::io_context loop_;
  tcp::socket socket_;
  boost::beast::flat_buffer buffer_;
};

std::string HttpReply::header(std::string_view name) const {
  const auto found = std::ranges::find_if(headers, [&](const auto& header) { return same_name(header.first, name); });
  return found == headers.end() ? std::string() : found->second;
}

HttpClient::HttpClient(std::uint16_t port, std::string token) : port_(port), token_(std::move(token)) {}
HttpClient::~HttpClient() = default;
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;

HttpClient::Connection& HttpClient::connection() {
  if (connection_ && connection_->is_stale()) connection_.reset();
  if (!connection_) connection_ = std::make_unique<Connection>(port_);
  return *connection_;
}

HttpReply HttpClient::request(std::string_view method, const std::string& target, const Json& body,
                              const Headers& headers) {
  if (body.is_null()) return request_text(method, target, "", headers);
  Headers all = headers;
  all.emplace_back("Content-Type", "application/json");
  return request_text(method, target, body.dump(), all);
}

HttpReply HttpClient::request_text(std::string_view method, const std::string& target, const std::string& body,
                                   const Headers& headers) {
  http::request<http::string_body> request;
  request.method_string(boost::beast::string_view(method.data(), method.size()));
  request.target(target);
  request.version(11);
  request.set(http::field::host, "127.0.0.1:" + std::to_string(port_));
  if (!token_.empty()) request.set(http::field::authorization, "Bearer " + token_);
  for (const auto& [name, value] : headers) request.insert(name, value);
  request.body() = body;
  const bool has_body = !body.empty() || (method != "GET" && method != "HEAD" && method != "DELETE");
  if (has_body) request.prepare_payload();

  Connection& open = connection();
  open.send(request);
  const auto response = open.receive(method == "HEAD");
  HttpReply reply{static_cast<int>(response.result_int()), {}, response.body(), {}};
  for (const auto& field : response) {
    const auto name = field.name_string();
    reply.headers.emplace_back(std::string(name.data(), name.size()), std::string(field.value()));
  }
  if (!response.keep_alive()) connection_.reset();
  if (reply.header("Content-Type").find("json") != std::string::npos && !reply.text.empty()) {
    const bool is_compressed = reply.header("Content-Encoding") == "gzip";
    reply.body = Json::parse(is_compressed ? testing::gunzip(reply.text) : reply.text);
  }
  return reply;
}

void HttpClient::post_and_vanish(const std::string& target, const Json& body) {
  http::request<http::string_body> request(http::verb::post, target, 11);
  request.set(http::field::host, "127.0.0.1:" + std::to_string(port_));
  request.set(http::field::content_type, "application/json");
  if (!token_.empty()) request.set(http::field::authorization, "Bearer " + token_);
  request.body() = body.dump();
  request.prepare_payload();
  connection().send(request);
  connection_.reset();
}

}  // namespace parley::e2e
