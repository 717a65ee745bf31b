#include <string>
#include <sys/socket.h>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include "support/tcp_proxy.hpp"

namespace parley::testing {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Clock = std::chrono::steady_clock;

constexpr seconds kPatience{10};

// Sends back whatever it receives, with a thread for each connection.
class EchoServer {
 public:
  EchoServer() : acceptor_(loop_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {
    accepting_ = std::jthread([this] { accept(); });
  }
  ~EchoServer() {
    ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
    accepting_.join();
  }
  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

 private:
  void accept() {
    std::vector<std::jthread> connections;
    for (;;) {
      boost::system::error_code error;
      tcp::socket socket(loop_);
      acceptor_.accept(socket, error);
      if (error) return;
      connections.emplace_back([socket = std::move(socket)]() mutable { echo(socket); });
    }
  }
  static void echo(tcp::socket& socket) {
    boost::system::error_code error;
    char buffer[65536];
    for (;;) {
      const std::size_t count = socket.read_some(asio::buffer(buffer), error);
      if (error) return;
      asio::write(socket, asio::buffer(buffer, count), error);
    }
  }

  asio::io_context loop_;
  tcp::acceptor acceptor_;
  std::jthread accepting_;
};

// Waits for data with a time limit. One thread may send while another reads.
class Client {
 public:
  explicit Client(std::uint16_t port) : socket_(loop_) {
    socket_.connect({asio::ip::address_v4::loopback(), port});
    const timeval patience{kPatience.count(), 0};
    ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }
  void send(const std::string& bytes) {
    boost::system::error_code ignored;
    asio::write(socket_, asio::buffer(bytes), ignored);
  }
  void finish() {
    boost::system::error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
  }
  // Returns fewer bytes if the connection ends first; `error` says how it ended.
  std::string read(std::size_t size) {
    std::string bytes(size, '\0');
    bytes.resize(asio::read(socket_, asio::buffer(bytes), error_));
    return bytes;
  }
  boost::system::error_code error() const { return error_; }
  // Returns whether anything arrives within that time.
  bool hears_something_within(milliseconds time) {
    const timeval patience{time.count() / 1000, (time.count() % 1000) * 1000};
    ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    char byte = 0;
    const bool heard = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK) > 0;
    const timeval usual{kPatience.count(), 0};
    ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &usual, sizeof usual);
    return heard;
  }

 private:
  asio::io_context loop_;
  tcp::socket socket_;
  boost::system::error_code error_;
};

// A client that is connected to the server behind the proxy when the constructor returns.
class ConnectedClient : public Client {
 public:
  explicit ConnectedClient(const TcpProxy& proxy) : Client(proxy.port()) {
    send("hi");
    EXPECT_EQ(read(2), "hi");
  }
};

class TcpProxyTest : public ::testing::Test {
 protected:
  EchoServer server;
  TcpProxy proxy{server.port()};
};

TEST_F(TcpProxyTest, what_is_sent_arrives_and_so_does_the_end) {
  Client client(proxy.port());
  std::string bytes(3'000'000, 'x');
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 7);
  std::jthread sending([&] {
    client.send(bytes);
    client.finish();
  });
  EXPECT_EQ(client.read(bytes.size()), bytes);
  EXPECT_EQ(client.read(1), "");
  EXPECT_EQ(client.error(), asio::error::eof);
}

TEST_F(TcpProxyTest, everything_is_late_by_the_delay_each_way) {
  ConnectedClient client(proxy);
  proxy.delay(milliseconds(50));
  const auto start = Clock::now();
  client.send("late");
  EXPECT_EQ(client.read(4), "late");
  EXPECT_GE(Clock::now() - start, milliseconds(100));
}

TEST_F(TcpProxyTest, slices_come_to_the_same_bytes) {
  ConnectedClient client(proxy);
  proxy.slice(3);
  std::string bytes(1000, 'y');
  bytes += "the end";
  client.send(bytes);
  EXPECT_EQ(client.read(bytes.size()), bytes);
}

TEST_F(TcpProxyTest, a_stalled_connection_is_silent_and_goes_on_when_healed) {
  ConnectedClient client(proxy);
  proxy.stall();
  client.send("patience");
  EXPECT_FALSE(client.hears_something_within(milliseconds(100)));
  Client late(proxy.port());
  late.send("me too");
  EXPECT_FALSE(late.hears_something_within(milliseconds(100)));
  proxy.heal();
  EXPECT_EQ(client.read(8), "patience");
  EXPECT_EQ(late.read(6), "me too");
}

TEST_F(TcpProxyTest, what_is_swallowed_never_comes_and_its_connection_is_reset_when_healed) {
  ConnectedClient loser(proxy);
  ConnectedClient idle(proxy);
  proxy.swallow();
  loser.send("lost");
  EXPECT_FALSE(loser.hears_something_within(milliseconds(100)));
  proxy.heal();
  loser.read(1);
  EXPECT_EQ(loser.error(), asio::error::connection_reset);
  idle.send("still there");
  EXPECT_EQ(idle.read(11), "still there");
}

TEST_F(TcpProxyTest, a_refusal_resets_new_connections_only) {
  ConnectedClient old(proxy);
  proxy.refuse();
  Client refused(proxy.port());
  refused.read(1);
  EXPECT_EQ(refused.error(), asio::error::connection_reset);
  old.send("hi");
  EXPECT_EQ(old.read(2), "hi");
  proxy.heal();
  const ConnectedClient late(proxy);
}

TEST_F(TcpProxyTest, a_connection_is_cut_after_exactly_so_many_bytes) {
  ConnectedClient client(proxy);
  proxy.cut_replies_after(5);
  client.send("0123456789");
  EXPECT_EQ(client.read(10), "01234");
  EXPECT_EQ(client.error(), asio::error::connection_reset);
}

TEST_F(TcpProxyTest, all_connections_are_reset_at_once) {
  ConnectedClient one(proxy);
  ConnectedClient other(proxy);
  EXPECT_EQ(proxy.connections(), 2);
  proxy.reset_connections();
  for (Client* client : {&one, &other}) {
    client->read(1);
    EXPECT_EQ(client->error(), asio::error::connection_reset);
  }
  EXPECT_EQ(proxy.connections(), 0);
}

TEST_F(TcpProxyTest, a_stalled_connection_is_reset_as_well) {
  ConnectedClient client(proxy);
  proxy.stall();
  client.send("unheard");
  proxy.reset_connections();
  client.read(1);
  EXPECT_EQ(client.error(), asio::error::connection_reset);
  EXPECT_EQ(proxy.connections(), 0);
}

TEST(TcpProxy, a_connection_to_nobody_is_reset) {
  auto gone = std::make_unique<EchoServer>();
  TcpProxy proxy(gone->port());
  gone.reset();
  Client client(proxy.port());
  client.read(1);
  EXPECT_EQ(client.error(), asio::error::connection_reset);
}

// Reverses what the client sends, and resets the connection when the server sends a full stop at the end.
class Reverser final : public TrafficFilter {
 public:
  Traffic client_said(std::string_view bytes) override {
    return {.to_server = std::string(bytes.rbegin(), bytes.rend()), .to_client = "ok "};
  }
  Traffic server_said(std::string_view bytes) override {
    return {.to_client = std::string(bytes), .resets = bytes.ends_with('.')};
  }
};

TEST(TcpProxy, a_filter_decides_what_goes_on_in_either_direction) {
  EchoServer server;
  TcpProxy proxy(server.port(), [] { return std::make_unique<Reverser>(); });
  Client client(proxy.port());
  client.send("abc");
  EXPECT_EQ(client.read(6), "ok cba");
  client.send(".x");
  EXPECT_EQ(client.read(3), "ok ");
  client.read(2);
  EXPECT_EQ(client.error(), asio::error::connection_reset);
}

}  // namespace
}  // namespace parley::testing
