#include <atomic>
#include <deque>
#include <iostream>
#include <map>
#include <random>
#include <thread>

#include <sqlite3.h>

#include "e2e/support/seed.hpp"
#include "e2e/support/server_test.hpp"

namespace parley::e2e {
namespace {

constexpr int kKills = 20;
constexpr int kWriters = 4;
constexpr std::size_t kWindow = 8;  // requests of one writer that wait for their reply at the same time

// A client that writes as fast as the server acknowledges. It sends again, in order, what was not acknowledged when the
// server crashed. Each writer has a thread of its own while the server runs.
class Writer {
 public:
  Writer(Person person, std::string conversation, std::uint64_t seed)
      : person_(std::move(person)), conversation_(std::move(conversation)), random_(seed) {}

  void move_to(const ServerProcess& server) { person_.move_to(server); }

  // Writes until the connection ends. If `finish` is set, it writes until everything is acknowledged.
  void write(std::atomic<int>& acknowledged, bool finish) {
    LiveClient client = person_.connect();
    std::deque<std::int64_t> in_flight;
    for (const Request& request : unacknowledged_) in_flight.push_back(client.send(request.op, request.params));
    while (client.is_open()) {
      while (!finish && in_flight.size() < kWindow) {
        unacknowledged_.push_back(next());
        in_flight.push_back(client.send(unacknowledged_.back().op, unacknowledged_.back().params));
      }
      if (in_flight.empty()) return;
      const auto reply = client.find_reply(in_flight.front());
      if (!reply) return;
      in_flight.pop_front();
      note(unacknowledged_.front(), reply->at("result"));
      unacknowledged_.pop_front();
      ++acknowledged;
      acknowledged.notify_all();
    }
  }

  // The messages that the server has promised to keep, by client id.
  struct Kept {
    std::int64_t seq;
    std::string body;
  };
  const std::map<std::string, Kept>& kept() const { return kept_; }
  const std::string& user() const { return person_.id(); }

 private:
  struct Request {
    std::string op;
    Json params;
    std::string client_id;
  };

  Request next() {
    if (!kept_.empty() && random_() % 5 == 0) return edit();
    const std::string client_id = std::to_string(++last_number_);
    return {"message.send",
            {{"conversation", conversation_}, {"client_id", client_id}, {"body", "first of " + client_id}},
            client_id};
  }

  Request edit() {
    const auto chosen = std::next(kept_.begin(), static_cast<std::ptrdiff_t>(random_() % kept_.size()));
    return {"message.edit",
            {{"conversation", conversation_},
             {"seq", chosen->second.seq},
             {"body", "edit " + std::to_string(++last_edit_)}},
            chosen->first};
  }

  void note(const Request& request, const Json& result) {
    const Json& message = request.op == "message.send" ? result.at("message") : result;
    const auto [kept, is_new] = kept_.try_emplace(request.client_id, Kept{message.at("seq"), ""});
    EXPECT_EQ(kept->second.seq, message.at("seq"));
    kept->second.body = request.params.at("body");
  }

  Person person_;
  std::string conversation_;
  std::mt19937_64 random_;
  int last_number_ = 0;
  int last_edit_ = 0;
  std::deque<Request> unacknowledged_;
  std::map<std::string, Kept> kept_;
};

// Runs the writers until that many requests have been acknowledged, then kills the server. Without a number the writers
// finish what they still have to send.
void run_writers(ServerProcess& server, std::vector<Writer>& writers, int until_acknowledged) {
  const bool finish = until_acknowledged == 0;
  std::atomic<int> acknowledged = 0;
  std::vector<std::jthread> threads;
  for (Writer& writer : writers) {
    writer.move_to(server);
    threads.emplace_back([&] {
      try {
        writer.write(acknowledged, finish);
      } catch (const std::exception& error) {
        // The server was killed during the handshake: the writer has sent nothing yet.
        if (finish) ADD_FAILURE() << error.what();
      }
      acknowledged += until_acknowledged;  // Stop waiting for acknowledgements.
      acknowledged.notify_all();
    });
  }
  if (finish) return;
  for (int now = acknowledged; now < until_acknowledged; now = acknowledged) acknowledged.wait(now);
  server.kill();
}

std::vector<Json> whole_history(Person& reader, const std::string& conversation) {
  std::vector<Json> messages;
  for (bool more = true; more;) {
    const auto after = messages.empty() ? 0 : messages.back().at("seq").get<std::int64_t>();
    const auto page = expect_status(200, reader.http().get("/api/conversations/" + conversation +
                                                           "/messages?limit=100&after=" + std::to_string(after)));
    for (const Json& message : page.body.at("messages")) messages.push_back(message);
    more = page.body.at("more_after");
  }
  return messages;
}

// Returns the answer of SQLite's own integrity check of the file.
std::string integrity_of(const std::filesystem::path& database) {
  sqlite3* connection = nullptr;
  sqlite3_stmt* statement = nullptr;
  sqlite3_open_v2(database.c_str(), &connection, SQLITE_OPEN_READONLY, nullptr);
  std::string answer = "no answer";
  if (sqlite3_prepare_v2(connection, "PRAGMA integrity_check", -1, &statement, nullptr) == SQLITE_OK &&
      sqlite3_step(statement) == SQLITE_ROW) {
    answer = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
  }
  sqlite3_finalize(statement);
  sqlite3_close(connection);
  return answer;
}

using CrashTest = ServerTest;

TEST_F(CrashTest, no_acknowledged_message_is_lost_doubled_or_reordered_by_twenty_kills) {
  const std::uint64_t seed = choose_seed();
  SCOPED_TRACE(seed_note(seed));
  std::mt19937_64 random(seed);

  std::vector<Person> people;
  for (int i = 0; i < kWriters; ++i) people.push_back(person("writer" + std::to_string(i)));
  const std::string conversation = people[0].create_group({&people[1], &people[2], &people[3]});
  Person reader = people[0].on_another_device(server());
  std::vector<Writer> writers;
  for (Person& one : people) writers.emplace_back(std::move(one), conversation, random());

  for (int kill = 0; kill < kKills; ++kill) {
    run_writers(server(), writers, static_cast<int>(1 + random() % 200));
    server().start();
  }
  run_writers(server(), writers, 0);

  reader.move_to(server());
  const std::vector<Json> history = whole_history(reader, conversation);
  std::map<std::string, std::int64_t> last_number;
  std::map<std::pair<std::string, std::string>, const Json*> found;
  for (std::size_t i = 0; i < history.size(); ++i) {
    const Json& message = history[i];
    ASSERT_EQ(message.at("seq"), i + 1);
    const std::string sender = message.at("sender");
    const std::string client_id = message.at("client_id");
    ASSERT_EQ(std::stoll(client_id), ++last_number[sender]) << "seq " << i + 1;
    ASSERT_TRUE(found.emplace(std::pair(sender, client_id), &message).second);
  }
  std::size_t kept = 0;
  for (const Writer& writer : writers) {
    kept += writer.kept().size();
    for (const auto& [client_id, promise] : writer.kept()) {
      const auto message = found.find({writer.user(), client_id});
      ASSERT_NE(message, found.end()) << client_id;
      ASSERT_EQ(message->second->at("seq"), promise.seq);
      ASSERT_EQ(message->second->at("body"), promise.body);
    }
  }
  EXPECT_EQ(history.size(), kept);
  std::cout << kept << " messages survived " << kKills << " kills\n";

  EXPECT_EQ(server().stop(), 0);
  if (chosen_deployment() == Deployment::embedded) EXPECT_EQ(integrity_of(server().database()), "ok");
}

}  // namespace
}  // namespace parley::e2e
