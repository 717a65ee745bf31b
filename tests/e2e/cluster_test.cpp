// What holds between nodes: the same data and limits on each, a session that ends on all of them, and what remains of
// that while PostgreSQL or Redis is away. Runs in the `cluster` deployment only.
#include <set>
#include <stdexcept>
#include <utility>

#include "e2e/support/server_test.hpp"
#include "support/postgres_server.hpp"
#include "support/redis_server.hpp"

namespace parley::e2e {
namespace {

using testing::PostgresServer;
using testing::RedisServer;

constexpr seconds kRevocation{1};
constexpr seconds kRevocationWithoutRedis{30};
constexpr seconds kDeliveryWithoutRedis{2};
constexpr seconds kRefusalWithoutDatabase{5};
constexpr seconds kRecovery{5};

// Stops a server while this object exists.
class Outage {
 public:
  Outage(const std::function<void()>& begin, std::function<void()> end) : end_(std::move(end)) { begin(); }
  ~Outage() { end(); }
  Outage(const Outage&) = delete;
  Outage& operator=(const Outage&) = delete;
  void end() {
    if (end_) std::exchange(end_, nullptr)();
  }

 private:
  std::function<void()> end_;
};

class ClusterTest : public ServerTest {
 protected:
  void TearDown() override { stop_and_check({"database.away"}); }

  static Outage without_redis() {
    return {[] { RedisServer::shared().stop(); }, [] { RedisServer::shared().start(); }};
  }
  static Outage without_postgres() {
    return {[] { PostgresServer::shared().stop_immediately(); }, [] { PostgresServer::shared().start(); }};
  }

  std::uint16_t port(std::size_t node) { return server().ports().at(node); }
  // Returns a connection to one node that has said hello.
  LiveClient connect(const Person& person, std::size_t node) {
    LiveClient client(port(node));
    client.hello(person.token());
    return client;
  }
  // Returns one connection to each node.
  std::vector<LiveClient> connect_everywhere(const Person& person) {
    std::vector<LiveClient> clients;
    for (std::size_t node = 0; node < server().ports().size(); ++node) clients.push_back(connect(person, node));
    return clients;
  }
  std::string readiness(std::size_t node) {
    return HttpClient(server().internal_ports().at(node)).get("/readyz").body.value("status", "");
  }

  void wait_until_all_are(const std::string& status) {
    for (std::size_t node = 0; node < server().ports().size(); ++node) {
      wait_until("a node that says " + status, [&] { return readiness(node) == status; });
    }
  }

  // Expects that all clients are closed within `limit` from `start` on, each with one of these codes.
  static void expect_closed(std::vector<LiveClient>& clients, Clock::time_point start, seconds limit,
                            const std::set<int>& codes = {4410}) {
    for (LiveClient& client : clients) {
      const auto left = std::chrono::ceil<milliseconds>(start + limit - Clock::now());
      EXPECT_NO_THROW(client.wait_until([&] { return !client.is_open(); }, left));
      EXPECT_TRUE(codes.contains(client.wait_closed())) << client.wait_closed();
    }
  }
};

Json message(const std::string& conversation, const std::string& client_id) {
  return {{"conversation", conversation}, {"client_id", client_id}, {"body", "words"}};
}

TEST_F(ClusterTest, a_direct_conversation_that_all_ask_for_at_once_is_one) {
  const Person ann = person("ann");
  const Person bob = person("bob");
  constexpr std::size_t kClients = 20;
  constexpr std::size_t kRequestsEach = 50;
  std::vector<LiveClient> clients;
  for (std::size_t i = 0; i < kClients; ++i) clients.push_back(connect(i % 2 == 0 ? ann : bob, i % 3));
  std::vector<std::vector<std::int64_t>> requests(kClients);
  for (std::size_t i = 0; i < kClients; ++i) {
    const Json other = {{"user", i % 2 == 0 ? bob.id() : ann.id()}};
    for (std::size_t k = 0; k < kRequestsEach; ++k) requests[i].push_back(clients[i].send("direct.open", other));
  }
  std::set<std::string> opened;
  for (std::size_t i = 0; i < kClients; ++i) {
    for (const std::int64_t id : requests[i]) {
      const Json reply = clients[i].wait_reply(id);
      ASSERT_TRUE(reply.contains("result")) << reply;
      opened.insert(reply.at("result").at("conversation").at("id"));
    }
  }
  EXPECT_EQ(opened.size(), 1);
  for (const Person* one : {&ann, &bob}) {
    EXPECT_EQ(HttpClient(port(2), one->token()).get("/api/conversations").body.at("conversations").size(), 1);
  }
}

TEST_F(ClusterTest, a_message_that_is_sent_a_hundred_times_over_two_nodes_is_one_and_acknowledged_each_time) {
  Person ann = person("ann");
  const std::string group = ann.create_group({});
  LiveClient clients[] = {connect(ann, 0), connect(ann, 1)};
  std::vector<std::int64_t> requests;
  for (std::size_t i = 0; i < 100; ++i) {
    requests.push_back(clients[i % 2].send("message.send", message(group, "the one")));
  }
  int first_ones = 0;
  std::set<Json> messages;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const Json reply = clients[i % 2].wait_reply(requests[i]);
    ASSERT_TRUE(reply.contains("result")) << reply;
    messages.insert(reply.at("result").at("message"));
    if (!reply.at("result").at("duplicate").get<bool>()) ++first_ones;
  }
  EXPECT_EQ(messages.size(), 1);
  EXPECT_EQ(first_ones, 1);
  const Json history = ann.http().get("/api/conversations/" + group + "/messages").body.at("messages");
  ASSERT_EQ(history.size(), 1);
  EXPECT_EQ(history.at(0), *messages.begin());
}

TEST_F(ClusterTest, a_session_that_ends_is_closed_on_every_node) {
  Person ann = Person::registered(server(), "ann");
  const auto sign_in = [&] {
    return Person(server(), client().post("/api/login", {{"username", "ann"}, {"password", kPassword}}));
  };
  {
    SCOPED_TRACE("logout");
    Person phone = sign_in();
    auto clients = connect_everywhere(phone);
    const auto start = Clock::now();
    expect_status(204, phone.http().post("/api/logout"));
    expect_closed(clients, start, kRevocation);
  }
  {
    SCOPED_TRACE("revocation");
    const Person phone = sign_in();
    auto clients = connect_everywhere(phone);
    const auto start = Clock::now();
    expect_status(204, ann.http().del("/api/sessions/" + phone.session()));
    expect_closed(clients, start, kRevocation);
  }
  {
    SCOPED_TRACE("password");
    const Person phone = sign_in();
    auto clients = connect_everywhere(phone);
    LiveClient own = connect(ann, 2);
    const auto start = Clock::now();
    expect_status(204, ann.http().post("/api/me/password",
                                       {{"current_password", kPassword}, {"new_password", "another-horse-8"}}));
    expect_closed(clients, start, kRevocation);
    EXPECT_TRUE(own.must("me.get").contains("id"));
  }
}

TEST_F(ClusterTest, a_session_that_ends_is_closed_on_every_node_without_redis_as_well) {
  Person ann = person("ann");
  const Person phone = ann.on_another_device(server());
  auto clients = connect_everywhere(phone);
  const Outage outage = without_redis();
  const auto start = Clock::now();
  expect_status(204, ann.http().del("/api/sessions/" + phone.session()));
  // A node that finds out that it missed an event of the user asks all of the user's clients to come back.
  expect_closed(clients, start, kRevocationWithoutRedis, {4410, 4513});
  for (std::size_t node = 0; node < 3; ++node) {
    LiveClient again(port(node));
    EXPECT_EQ(again.refused("hello", {{"token", phone.token()}}).at("status"), 401);
  }
  EXPECT_TRUE(connect(ann, 1).must("me.get").contains("id"));
}

TEST_F(ClusterTest, a_client_that_guessed_too_often_on_one_node_is_refused_by_the_others) {
  start({"limits.sign_ins_per_minute=6", "limits.sign_in_burst=6"});
  const Json guess = {{"username", "ann"}, {"password", "wrong-horse-7"}};
  for (int i = 0; i < 3; ++i) EXPECT_EQ(HttpClient(port(0)).post("/api/login", guess).status, 401);
  for (std::size_t node = 0; node < 3; ++node) {
    const auto refused = HttpClient(port(node)).post("/api/login", guess);
    EXPECT_EQ(refused.status, 429) << node;
    EXPECT_GT(refused.body.value("retry_after_ms", 0), 0);
  }
}

TEST_F(ClusterTest, without_redis_a_message_still_reaches_the_other_nodes) {
  Person ann = person("ann");
  Person bob = person("bob");
  const std::string group = ann.create_group({&bob});
  LiveClient writer = connect(ann, 0);
  auto listeners = connect_everywhere(bob);
  const auto send = [&](const std::string& client_id, milliseconds limit) {
    const auto start = Clock::now();
    const Json sent = writer.must("message.send", message(group, client_id)).at("message");
    for (LiveClient& listener : listeners) {
      listener.wait_event([&](const Json& event) {
        if (!event.contains("rev")) return false;
        const Json& data = event.at("data");
        return data == sent ||
               (data.contains("messages") && !data.at("messages").empty() && data.at("messages").back() == sent);
      });
      EXPECT_LE(Clock::now() - start, limit) << client_id;
    }
  };
  send("before", seconds(1));
  {
    const Outage outage = without_redis();
    wait_until_all_are("degraded");
    for (int i = 0; i < 3; ++i) send("meanwhile " + std::to_string(i), kDeliveryWithoutRedis);
  }
  wait_until_all_are("ready");
  send("afterwards", seconds(1));
  for (LiveClient& listener : listeners) EXPECT_TRUE(listener.is_open());
}

TEST_F(ClusterTest, without_postgres_sends_fail_soon_sockets_stay_and_everything_comes_back) {
  Person ann = person("ann");
  Person bob = person("bob");
  const std::string group = ann.create_group({&bob});
  auto writers = connect_everywhere(ann);
  auto listeners = connect_everywhere(bob);
  writers[0].must("message.send", message(group, "before"));
  {
    const Outage outage = without_postgres();
    for (LiveClient& writer : writers) {
      const auto start = Clock::now();
      const Json error = writer.refused("message.send", message(group, "meanwhile"));
      EXPECT_EQ(error.at("code"), "unavailable");
      EXPECT_GT(error.value("retry_after_ms", 0), 0) << error;
      EXPECT_LE(Clock::now() - start, kRefusalWithoutDatabase);
    }
    wait_until_all_are("unavailable");
  }
  const auto back = Clock::now();
  for (std::size_t i = 0; i < writers.size(); ++i) {
    wait_until("an acknowledgement",
               [&] { return writers[i].call("message.send", message(group, std::to_string(i))).contains("result"); });
  }
  EXPECT_LE(Clock::now() - back, kRecovery);
  wait_until_all_are("ready");
  for (LiveClient& listener : listeners) {
    ASSERT_TRUE(listener.wait_until([&] { return listener.events_of("message.created").size() == 4; }));
    EXPECT_TRUE(listener.is_open());
  }
}

TEST_F(ClusterTest, what_a_node_that_died_did_not_index_is_found_through_the_others) {
  start({"search.sweep_seconds=1"});
  Person ann = person("ann");
  const std::string group = ann.create_group({});
  LiveClient client = connect(ann, 0);
  std::vector<std::int64_t> requests;
  for (int i = 0; i < 20; ++i) {
    requests.push_back(
        client.send("message.send", {{"conversation", group}, {"client_id", std::to_string(i)}, {"body", "needle"}}));
  }
  for (const std::int64_t id : requests) ASSERT_TRUE(client.wait_reply(id).contains("result"));
  server().kill_node(0);
  HttpClient survivor(port(2), ann.token());
  wait_until("20 hits", [&] { return survivor.get("/api/search?q=needle&limit=50").body.at("hits").size() == 20; });
  server().start_node(0);
}

TEST_F(ClusterTest, a_node_is_ready_without_redis_and_not_without_postgres) {
  for (std::size_t node = 0; node < 3; ++node) {
    EXPECT_EQ(HttpClient(port(node)).get("/readyz").status, 200);
    EXPECT_EQ(readiness(node), "ready");
  }
  {
    const Outage outage = without_redis();
    wait_until_all_are("degraded");
    for (std::size_t node = 0; node < 3; ++node) {
      const auto public_answer = HttpClient(port(node)).get("/readyz");
      EXPECT_EQ(public_answer.status, 200);
      EXPECT_EQ(public_answer.body, Json({{"status", "ready"}})) << "strangers learn nothing about Redis";
    }
  }
  wait_until_all_are("ready");
  {
    const Outage outage = without_postgres();
    wait_until_all_are("unavailable");
    for (std::size_t node = 0; node < 3; ++node) {
      const auto public_answer = HttpClient(port(node)).get("/readyz");
      EXPECT_EQ(public_answer.status, 503);
      EXPECT_EQ(public_answer.body, Json({{"status", "unavailable"}}));
    }
  }
  wait_until_all_are("ready");
}

// The time at which a connected user left cannot be stored in this case.
TEST_F(ClusterTest, nodes_that_stop_without_postgres_do_not_wait_for_it) {
  const Person ann = person("ann");
  const std::vector<LiveClient> clients = connect_everywhere(ann);
  const Outage outage = without_postgres();
  wait_until_all_are("unavailable");
  EXPECT_EQ(server().stop(), 0);
}

}  // namespace
}  // namespace parley::e2e
