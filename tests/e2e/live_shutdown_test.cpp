#include <atomic>
#include <map>
#include <thread>

#include "e2e/support/server_test.hpp"

namespace parley::e2e {
namespace {

using LiveShutdownTest = ServerTest;

// Returns the wait that a close reason asks for: {"retry_after_ms":…}.
std::int64_t retry_after(const LiveClient& client) {
  return Json::parse(client.close_reason()).at("retry_after_ms").get<std::int64_t>();
}

TEST_F(LiveShutdownTest, clients_are_asked_to_come_back_and_the_server_stops_normally) {
  Person ann = person("ann");
  Person bob = person("bob");
  std::vector<LiveClient> clients;
  for (int i = 0; i < 8; ++i) clients.push_back((i % 2 == 0 ? ann : bob).connect());
  clients.push_back(ann.connect_silently());  // has not said hello
  std::jthread stopping([&] { EXPECT_EQ(server().stop(), 0); });
  for (LiveClient& client : clients) {
    EXPECT_EQ(client.wait_closed(), 4512);
    EXPECT_GE(retry_after(client), 0);
    EXPECT_LE(retry_after(client), 3000);
  }
}

TEST_F(LiveShutdownTest, sigint_stops_it_as_well) {
  Person ann = person("ann");
  LiveClient client = ann.connect();
  std::jthread stopping([&] { EXPECT_EQ(server().stop(SIGINT), 0); });
  EXPECT_EQ(client.wait_closed(), 4512);
}

TEST_F(LiveShutdownTest, a_client_that_does_not_answer_the_goodbye_does_not_hold_the_server_up) {
  start({"server.drain_seconds=2", "limits.close_timeout_seconds=60"});
  Person ann = person("ann");
  LiveClient deaf = ann.connect();
  EXPECT_EQ(server().stop(), 0);
}

TEST_F(LiveShutdownTest, what_was_acknowledged_while_the_server_stopped_is_there_afterwards) {
  constexpr std::size_t kWriters = 4;
  std::vector<Person> people;
  for (std::size_t i = 0; i < kWriters; ++i) people.push_back(person("writer" + std::to_string(i)));
  const std::string group = people[0].create_group({&people[1], &people[2], &people[3]});
  Person reader = people[0].on_another_device(server());

  std::atomic<int> acknowledged = 0;
  std::vector<std::map<std::string, std::int64_t>> kept(kWriters);
  std::vector<int> close_codes(kWriters);
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < kWriters; ++i) {
      threads.emplace_back([&, i] {
        LiveClient client = people[i].connect();
        for (int number = 0; client.is_open(); ++number) {
          const std::string client_id = std::to_string(number);
          const auto reply = client.find_reply(
              client.send("message.send", {{"conversation", group}, {"client_id", client_id}, {"body", "words"}}));
          if (reply) kept[i][client_id] = reply->at("result").at("message").at("seq");
          ++acknowledged;
          acknowledged.notify_all();
        }
        close_codes[i] = client.wait_closed();
      });
    }
    for (int now = acknowledged; now < 200; now = acknowledged) acknowledged.wait(now);
    EXPECT_EQ(server().stop(), 0);
  }
  for (const int code : close_codes) EXPECT_EQ(code, 4512);

  server().start();
  reader.move_to(server());
  for (std::size_t i = 0; i < kWriters; ++i) {
    for (const auto& [client_id, seq] : kept[i]) {
      const auto message =
          expect_status(200, reader.http().get("/api/conversations/" + group + "/messages/" + std::to_string(seq)));
      EXPECT_EQ(message.body.at("client_id"), client_id);
      EXPECT_EQ(message.body.at("sender"), people[i].id());
    }
  }
}

TEST_F(LiveShutdownTest, a_cursor_that_was_moved_last_is_not_forgotten) {
  Person ann = person("ann");
  Person bob = person("bob");
  const std::string group = ann.create_group({&bob});
  ann.say(group, "words");
  expect_status(200, bob.http().post("/api/conversations/" + group + "/receipt", {{"read", 1}}));
  EXPECT_EQ(server().stop(), 0);
  server().start();
  bob.move_to(server());
  EXPECT_EQ(bob.http().get("/api/conversations/" + group).body.at("read_seq"), 1);
}

}  // namespace
}  // namespace parley::e2e
