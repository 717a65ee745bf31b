#include <fstream>

#include "e2e/support/server_test.hpp"

namespace parley::e2e {
namespace {

using LiveLimitsTest = ServerTest;

TEST_F(LiveLimitsTest, a_client_that_sends_too_fast_gets_the_time_to_try_again) {
  start({"limits.messages_per_second=1", "limits.message_burst=3"});
  Person ann = person("ann");
  Person bob = person("bob");
  const std::string group = bob.create_group({&ann});
  LiveClient client = ann.connect();
  const auto send = [&](LiveClient& sender, int number) {
    return sender.call("message.send",
                       {{"conversation", group}, {"client_id", std::to_string(number)}, {"body", "words"}});
  };
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(send(client, i).contains("result"));
  const Json error = send(client, 3).at("error");
  EXPECT_EQ(error.at("code"), "rate_limited");
  EXPECT_EQ(error.at("status"), 429);
  EXPECT_GT(error.at("retry_after_ms"), 0);
  EXPECT_LE(error.at("retry_after_ms"), 1000);

  // All connections of a user share the rate; other users have their own.
  LiveClient another = ann.connect();
  EXPECT_EQ(send(another, 3).at("error").at("code"), "rate_limited");
  LiveClient bobs = bob.connect();
  EXPECT_TRUE(send(bobs, 0).contains("result"));
  EXPECT_GE(metric("parley_rate_limited_total"), 2);
}

TEST_F(LiveLimitsTest, a_client_that_goes_on_after_being_refused_is_closed_with_4529) {
  start({"limits.requests_per_second=1", "limits.request_burst=5"});
  Person ann = person("ann");
  LiveClient client = ann.connect();
  for (int i = 0; i < 20 && client.is_open(); ++i) client.send("me.get");
  EXPECT_EQ(client.wait_closed(), 4529);
}

TEST_F(LiveLimitsTest, a_long_message_costs_more_than_a_short_one) {
  start({"limits.requests_per_second=0.01", "limits.request_burst=10"});
  Person ann = person("ann");
  LiveClient client = ann.connect();
  client.send_text(R"({"id":77,"op":"me.get","params":{"padding":")" + std::string(60'000, 'x') + R"("}})");
  EXPECT_TRUE(client.wait_reply(77).contains("result"));
  int answered = 0;
  while (answered < 10 && client.call("me.get").contains("result")) ++answered;
  EXPECT_LE(answered, 10 - 4) << "it cost four tokens";
}

TEST_F(LiveLimitsTest, a_long_message_of_a_user_without_tokens_is_refused_by_its_id_before_it_is_read) {
  start({"limits.requests_per_second=0.01", "limits.request_burst=10"});
  Person ann = person("ann");
  std::vector<LiveClient> clients;
  for (int i = 0; i < 3; ++i) clients.push_back(ann.connect());
  // Each message costs its connection four tokens and its user almost as many.
  const std::string unfinished = R"({"id":77,"op":"me.get","params":{"padding":")" + std::string(60'000, 'x');
  for (std::size_t i = 0; i < 2; ++i) {
    clients[i].send_text(unfinished);
    EXPECT_EQ(clients[i].wait_stray_error().at("code"), "malformed");
  }
  clients[2].send_text(unfinished);
  EXPECT_EQ(clients[2].wait_reply(77).at("error").at("code"), "rate_limited");
}

TEST_F(LiveLimitsTest, a_user_stores_so_much_in_a_day_over_rest_and_websocket) {
  start({"limits.messages_per_second=0", "limits.stored_bytes_per_day=1048576", "limits.body_bytes=65536"});
  Person ann = person("ann");
  Person bob = person("bob");
  const std::string group = bob.create_group({&ann});
  LiveClient client = ann.connect();
  const auto send = [&](LiveClient& sender, int number) {
    return sender.call("message.send", {{"conversation", group},
                                        {"client_id", std::to_string(number)},
                                        {"body", std::string(4'000, static_cast<char>('a' + number % 20))}});
  };
  int stored = 0;
  Json refused;
  for (; stored < 400; ++stored) {
    refused = send(client, stored);
    if (refused.contains("error")) break;
  }
  EXPECT_EQ(refused.at("error").at("code"), "rate_limited");
  EXPECT_GT(refused.at("error").at("retry_after_ms"), 1000);
  EXPECT_GE(stored, 250);
  HttpReply reply;
  for (const char letter : {'x', 'y'}) {
    reply = ann.http().patch("/api/conversations/" + group + "/messages/1", {{"body", std::string(4'000, letter)}});
  }
  EXPECT_EQ(reply.status, 429);
  EXPECT_EQ(reply.header("RateLimit-Limit"), "1048576");
  EXPECT_NE(reply.header("Retry-After"), "");
  EXPECT_TRUE(client.call("me.get").contains("result")) << "reading stores nothing";
  LiveClient bobs = bob.connect();
  EXPECT_TRUE(send(bobs, 0).contains("result"));
}

TEST_F(LiveLimitsTest, a_frame_that_cannot_be_read_is_answered_and_too_many_are_closed_with_4400) {
  start({"limits.malformed_frames=5"});
  Person ann = person("ann");
  LiveClient client = ann.connect();
  for (const char* frame : {"no json", "[1,2]", R"({"op":"me.get"})", R"({"id":"x","op":"me.get"})"}) {
    client.send_text(frame);
    EXPECT_EQ(client.wait_stray_error().at("code"), "malformed") << frame;
  }
  client.send_text(R"({"id":900})");
  EXPECT_EQ(client.wait_reply(900).at("error").at("code"), "malformed");
  EXPECT_TRUE(client.must("me.get").contains("id"));
  client.send_text("once too often");
  EXPECT_EQ(client.wait_closed(), 4400);
}

TEST_F(LiveLimitsTest, an_unknown_operation_is_answered) {
  Person ann = person("ann");
  LiveClient client = ann.connect();
  EXPECT_EQ(client.refused("message.sned").at("code"), "not_found");
  EXPECT_EQ(client.refused("account.login", {{"username", "ann"}, {"password", "x"}}).at("code"), "not_found");
}

TEST_F(LiveLimitsTest, unknown_fields_are_ignored) {
  Person ann = person("ann");
  LiveClient client = ann.connect();
  client.send_text(R"({"id":77,"op":"me.get","params":{"of_tomorrow":1},"trace":"x"})");
  EXPECT_EQ(client.wait_reply(77).at("result").at("id"), ann.id());
}

TEST_F(LiveLimitsTest, a_binary_message_is_closed_with_1003) {
  Person ann = person("ann");
  LiveClient client = ann.connect();
  client.send_binary("{}");
  EXPECT_EQ(client.wait_closed(), 1003);
}

TEST_F(LiveLimitsTest, a_message_above_the_limit_is_closed_with_1009) {
  start({"limits.frame_bytes=16512"});
  Person ann = person("ann");
  LiveClient client = ann.connect();
  client.send_text(R"({"id":1,"op":"me.get","x":")" + std::string(16400, 'x') + R"("})");
  client.wait_reply(1);
  client.send_text(std::string(16513, ' '));
  EXPECT_EQ(client.wait_closed(), 1009);
}

TEST_F(LiveLimitsTest, text_that_is_no_utf8_is_closed_with_1007) {
  Person ann = person("ann");
  LiveClient client = ann.connect();
  client.send_text("{\"id\":1,\"op\":\"\xff\"}");
  EXPECT_EQ(client.wait_closed(), 1007);
}

TEST_F(LiveLimitsTest, json_nested_too_deeply_is_malformed) {
  Person ann = person("ann");
  LiveClient client = ann.connect();
  client.send_text(std::string(10'000, '[') + std::string(10'000, ']'));
  EXPECT_EQ(client.wait_stray_error().at("code"), "malformed");
}

TEST_F(LiveLimitsTest, more_requests_than_may_be_under_way_wait_for_their_turn) {
  start({"limits.requests_in_flight=2"});
  Person ann = person("ann");
  const std::string group = ann.create_group({});
  LiveClient client = ann.connect();
  std::vector<std::int64_t> ids;
  for (int i = 0; i < 100; ++i) {
    ids.push_back(
        client.send("message.send", {{"conversation", group}, {"client_id", std::to_string(i)}, {"body", "x"}}));
  }
  for (std::size_t i = 0; i < ids.size(); ++i) {
    EXPECT_EQ(client.wait_reply(ids[i]).at("result").at("message").at("seq"), i + 1);
  }
}

TEST_F(LiveLimitsTest, a_burst_beyond_the_bound_of_the_queue_does_not_make_a_client_slow) {
  start({"limits.outbound_bytes=32768", "limits.sync_bytes=16384"});
  Person ann = person("ann");
  const std::string group = ann.create_group({});
  LiveClient client = ann.connect();
  const std::string body(4000, 'x');
  std::vector<std::int64_t> ids;
  for (int i = 0; i < 60; ++i) {
    ids.push_back(
        client.send("message.send", {{"conversation", group}, {"client_id", std::to_string(i)}, {"body", body}}));
  }
  for (const std::int64_t id : ids) EXPECT_TRUE(client.wait_reply(id).contains("result"));
  EXPECT_TRUE(client.wait_until([&] { return client.events().size() == ids.size(); }));
}

// Returns the most bytes that the kernel keeps of a socket's data that the other side has not read yet.
std::size_t kernel_buffer_bytes() {
  std::ifstream file("/proc/sys/net/ipv4/tcp_wmem");
  std::size_t least = 0;
  std::size_t usual = 0;
  std::size_t most = 8'000'000;
  file >> least >> usual >> most;
  return most;
}

TEST_F(LiveLimitsTest, a_client_that_reads_too_slowly_is_closed_with_4508_while_others_go_on) {
  start({"limits.outbound_bytes=65536", "limits.sync_bytes=16384", "limits.close_timeout_seconds=60"});
  Person ann = person("ann");
  Person bob = person("bob");
  Person slow = person("slow");
  const std::string group = ann.create_group({&bob, &slow});
  LiveClient sleeper(server().port(), {.receive_buffer = 65536});
  sleeper.hello(slow.token());
  LiveClient listener = bob.connect();
  LiveClient writer = ann.connect();
  const std::string body(4000, 'x');
  const std::size_t enough = kernel_buffer_bytes() + 1'000'000;
  std::size_t sent = 0;
  while (sent * body.size() < enough) {
    std::vector<std::int64_t> ids;
    for (int i = 0; i < 50; ++i) {
      ids.push_back(writer.send("message.send",
                                {{"conversation", group}, {"client_id", std::to_string(++sent)}, {"body", body}}));
    }
    for (const std::int64_t id : ids) ASSERT_TRUE(writer.wait_reply(id).contains("result"));
    ASSERT_TRUE(listener.wait_until([&] { return listener.events().size() == sent; }));
  }
  EXPECT_EQ(sleeper.wait_closed(), 4508);
  EXPECT_LT(sleeper.events().size(), sent);
  for (std::size_t i = 0; i < sleeper.events().size(); ++i) {
    ASSERT_EQ(sleeper.events()[i].at("data").at("seq"), i + 1);
  }
  EXPECT_TRUE(listener.is_open());
}

}  // namespace
}  // namespace parley::e2e
