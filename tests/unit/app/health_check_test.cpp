#include <parley/app/health_check.hpp>

#include <string>
#include <thread>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

namespace parley {
namespace {

using asio::ip::tcp;

constexpr seconds kPatience{10};

// Accepts one connection on loopback, keeps the request and sends the reply. An empty reply leaves the client waiting.
class Peer {
 public:
  explicit Peer(std::string reply) : reply_(std::move(reply)) {
    thread_ = std::jthread([this] { answer(); });
  }
  ~Peer() { finish(); }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  std::string url(std::string_view path) const {
    return fmt::format("http://127.0.0.1:{}{}", acceptor_.local_endpoint().port(), path);
  }

  // Waits until the client has gone and returns its request.
  std::string finish() {
    if (thread_.joinable()) thread_.join();
    return request_;
  }

 private:
  void answer() {
    boost::system::error_code error;
    tcp::socket socket = acceptor_.accept(error);
    asio::read_until(socket, asio::dynamic_buffer(request_), "\r\n\r\n", error);
    if (!reply_.empty()) {
      asio::write(socket, asio::buffer(reply_), error);
      return;
    }
    char byte = 0;
    socket.read_some(asio::buffer(&byte, 1), error);
  }

  asio::io_context context_;
  tcp::acceptor acceptor_{context_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)};
  std::string reply_;
  std::string request_;
  std::jthread thread_;
};

TEST(HealthCheck, a_server_that_is_ready_is_well) {
  Peer peer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  EXPECT_TRUE(check_health(peer.url("/readyz"), kPatience));
  EXPECT_TRUE(peer.finish().starts_with("GET /readyz HTTP/1.1\r\nHost: 127.0.0.1:"));
}

TEST(HealthCheck, a_url_without_a_path_asks_for_readiness) {
  Peer peer("HTTP/1.1 200 OK\r\n\r\n");
  EXPECT_TRUE(check_health(peer.url(""), kPatience));
  EXPECT_TRUE(peer.finish().starts_with("GET /readyz "));
}

TEST(HealthCheck, another_status_is_a_failure_that_names_it) {
  Peer peer("HTTP/1.1 503 Service Unavailable\r\n\r\n");
  const auto health = check_health(peer.url("/readyz"), kPatience);
  ASSERT_FALSE(health);
  EXPECT_EQ(health.error().code, ErrorCode::unavailable);
  EXPECT_TRUE(health.error().detail.ends_with("answered with status 503"));
}

TEST(HealthCheck, what_is_no_http_is_a_failure) {
  for (const char* const reply : {"SSH-2.0-OpenSSH_9\r\n", "HTTP/1.1\r\n", "\r\n"}) {
    Peer peer(reply);
    EXPECT_FALSE(check_health(peer.url("/readyz"), kPatience)) << reply;
  }
}

TEST(HealthCheck, an_endless_line_is_not_read_to_its_end) {
  Peer peer("HTTP/1.1 200 " + std::string(100'000, 'x'));
  EXPECT_FALSE(check_health(peer.url("/readyz"), kPatience));
}

TEST(HealthCheck, a_server_that_does_not_answer_is_given_up) {
  Peer peer("");
  const auto health = check_health(peer.url("/readyz"), milliseconds(50));
  ASSERT_FALSE(health);
  EXPECT_TRUE(health.error().detail.ends_with("did not answer within 50 ms"));
}

TEST(HealthCheck, nobody_listening_is_a_failure) {
  std::string url;
  {
    asio::io_context context;
    const tcp::acceptor acceptor(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    url = fmt::format("http://127.0.0.1:{}/", acceptor.local_endpoint().port());
  }
  const auto health = check_health(url, kPatience);
  ASSERT_FALSE(health);
  EXPECT_TRUE(health.error().detail.ends_with("did not answer: Connection refused")) << health.error().detail;
}

TEST(HealthCheck, only_http_urls_can_be_asked) {
  for (const char* const url : {"", "127.0.0.1:8080", "https://a.example/", "http:///readyz", "http://a b/"}) {
    const auto health = check_health(url, kPatience);
    ASSERT_FALSE(health) << url;
    EXPECT_EQ(health.error().code, ErrorCode::invalid_request) << url;
  }
}

TEST(HealthCheck, the_url_is_that_of_the_configuration) {
  Configuration configuration;
  EXPECT_EQ(health_url(configuration), "http://127.0.0.1:8080/readyz");
  configuration.server.address = "0.0.0.0";
  EXPECT_EQ(health_url(configuration), "http://127.0.0.1:8080/readyz");
  configuration.server.address = "::";
  configuration.server.port = 81;
  EXPECT_EQ(health_url(configuration), "http://[::1]:81/readyz");
  configuration.server.address = "192.0.2.7";
  EXPECT_EQ(health_url(configuration), "http://192.0.2.7:81/readyz");
}

}  // namespace
}  // namespace parley
