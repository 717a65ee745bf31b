#include <atomic>
#include <ostream>
#include <random>
#include <set>
#include <thread>

#include "e2e/support/client_model.hpp"
#include "e2e/support/seed.hpp"
#include "e2e/support/server_test.hpp"

namespace parley::e2e {
namespace {

// Writes, edits and deletes in some groups, one request after the other, until it is stopped. The groups' admin also
// renames the groups, and adds and removes a guest.
class Author {
 public:
  Author(Person person, std::vector<std::string> conversations, std::string guest, std::uint64_t seed)
      : person_(std::move(person)), conversations_(std::move(conversations)), guest_(std::move(guest)), random_(seed) {}

  void work(const std::atomic<bool>& done) {
    LiveClient client = person_.connect();
    while (!done) {
      act(client);
      client.poll();
    }
  }

 private:
  using Written = std::pair<std::string, std::int64_t>;  // a conversation and a seq

  void act(LiveClient& client) {
    if (!guest_.empty() && random_() % 10 == 0) return administer(client);
    const auto kind = random_() % 10;
    if (written_.empty() || kind < 6) return send(client);
    const auto chosen = written_.begin() + static_cast<std::ptrdiff_t>(random_() % written_.size());
    const Json which = {{"conversation", chosen->first}, {"seq", chosen->second}};
    if (kind < 9) {
      Json edit = which;
      edit["body"] = text("edited");
      client.must("message.edit", edit);
    } else {
      client.must("message.delete", which);
      written_.erase(chosen);
    }
  }

  void administer(LiveClient& client) {
    const std::string& conversation = conversations_[random_() % conversations_.size()];
    const Json guest = {{"conversation", conversation}, {"user", guest_}};
    switch (random_() % 3) {
      case 0:
        client.must("conversation.update", {{"conversation", conversation}, {"title", text("title").substr(0, 90)}});
        break;
      case 1: client.must("member.add", guest); break;
      default: client.call("member.remove", guest);  // the guest may not be a member now
    }
  }

  void send(LiveClient& client) {
    const std::string& conversation = conversations_[random_() % conversations_.size()];
    const Json sent = client.must(
        "message.send",
        {{"conversation", conversation}, {"client_id", std::to_string(++last_number_)}, {"body", text("sent")}});
    written_.emplace_back(conversation, sent.at("message").at("seq"));
  }

  std::string text(std::string_view word) { return std::string(word) + std::string(random_() % 300, '.'); }

  Person person_;
  std::vector<std::string> conversations_;
  std::string guest_;  // the member that the admin adds and removes
  std::mt19937_64 random_;
  int last_number_ = 0;
  std::vector<Written> written_;
};

// Says hello with the model's position and applies what the client missed, page by page.
void catch_up(LiveClient& client, ClientModel& model, const std::string& token) {
  Json page = client.hello(token, model.position()).at("sync");
  ASSERT_TRUE(client.events().empty()) << "events came before the snapshot that they follow";
  for (;;) {
    model.apply_sync(page);
    if (!page.contains("next")) return;
    Json request = model.position();
    request["next"] = page.at("next");
    page = client.must("sync", request);
  }
}

// Waits until a conversation has more changes than sync would list one by one.
void stay_away(Person& reader, const ClientModel& model, std::int64_t changes) {
  const auto& [id, known] = *model.conversations().begin();
  EXPECT_TRUE(eventually([&] {
    const Json reply = expect_status(200, reader.http().get("/api/conversations/" + id)).body;
    return reply.at("conversation").at("rev").get<std::int64_t>() >= known.rev + changes;
  }));
}

// Connects, listens for a while and loses the connection at a random moment.
void live_and_die(const Person& reader, ClientModel& model, std::mt19937_64& random) {
  LiveClient client = reader.connect_silently();
  const auto fate = random() % 10;
  if (fate == 0) {
    Json hello = model.position();
    hello["token"] = reader.token();
    client.send("hello", hello);
    return client.cut();
  }
  catch_up(client, model, reader.token());
  const std::size_t wanted = fate == 1 ? 0 : random() % 30;
  client.wait_until([&] { return client.events().size() >= wanted; });
  for (const Json& event : client.events()) model.apply_event(event);
  if (fate == 2)
    client.close();
  else
    client.cut();
}

std::set<std::string> ids_of(const Json& members) {
  std::set<std::string> ids;
  for (const Json& member : members) ids.insert(member.at("user"));
  return ids;
}

// Expects that the model holds what a complete new read returns.
void expect_same_as_server(Person& reader, const ClientModel& model) {
  const auto list = expect_status(200, reader.http().get("/api/conversations")).body.at("conversations");
  ASSERT_EQ(model.conversations().size(), list.size());
  for (const Json& summary : list) {
    const std::string id = summary.at("conversation").at("id");
    const ClientModel::Conversation& known = model.conversations().at(id);
    EXPECT_EQ(known.rev, summary.at("conversation").at("rev"));
    EXPECT_EQ(summary.at("conversation").at("title"), known.title);
    EXPECT_EQ(known.present(), ids_of(summary.at("members")));
    std::map<std::int64_t, Json> messages;
    for (bool more = true; more;) {
      const auto after = messages.empty() ? known.known_from - 1 : messages.rbegin()->first;
      const auto page = expect_status(
          200, reader.http().get("/api/conversations/" + id + "/messages?limit=100&after=" + std::to_string(after)));
      for (const Json& message : page.body.at("messages")) messages[message.at("seq")] = message;
      more = page.body.at("more_after");
    }
    EXPECT_EQ(static_cast<std::int64_t>(messages.size()),
              summary.at("conversation").at("last_seq").get<std::int64_t>() - known.known_from + 1);
    for (const auto& [seq, message] : messages) ASSERT_EQ(known.messages.at(seq), message);
  }
}

struct CutScenario {
  const char* name;
  int cuts;
  std::vector<std::string> settings;
  int absence = 0;  // changes that the reader sometimes misses; sync lists fewer one by one

  friend std::ostream& operator<<(std::ostream& out, const CutScenario& scenario) { return out << scenario.name; }
};

class CutTest : public ServerTest, public ::testing::WithParamInterface<CutScenario> {};

TEST_P(CutTest, a_client_that_is_cut_at_random_ends_with_exactly_the_servers_log) {
  const std::uint64_t seed = choose_seed();
  SCOPED_TRACE(seed_note(seed));
  std::mt19937_64 random(seed);
  start(GetParam().settings);

  Person reader = person("reader");
  std::vector<Person> people;
  const Person guest = person("guest");
  for (const char* name : {"ann", "bob", "cyd"}) people.push_back(person(name));
  std::vector<std::string> conversations;
  for (int i = 0; i < 4; ++i) {
    conversations.push_back(people[0].create_group({&people[1], &people[2], &reader}));
  }
  ClientModel model;
  model.apply_sync(reader.http().post("/api/sync").body);

  std::atomic<bool> done = false;
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < people.size(); ++i) {
    Author author(std::move(people[i]), conversations, i == 0 ? guest.id() : "", random());
    threads.emplace_back([&done, author = std::move(author)]() mutable {
      try {
        author.work(done);
      } catch (const std::exception& error) {
        ADD_FAILURE() << error.what();
      }
    });
  }
  try {
    for (int cut = 0; cut < GetParam().cuts; ++cut) {
      live_and_die(reader, model, random);
      if (GetParam().absence > 0 && cut % 4 == 3) stay_away(reader, model, GetParam().absence);
    }
  } catch (const std::exception& error) {
    ADD_FAILURE() << error.what();
  }
  done = true;
  threads.clear();

  LiveClient client = reader.connect_silently();
  catch_up(client, model, reader.token());
  expect_same_as_server(reader, model);
  EXPECT_EQ(model.resets() > 0, GetParam().absence > 0);
}

INSTANTIATE_TEST_SUITE_P(
    Every, CutTest,
    ::testing::Values(CutScenario{"missing_what_it_can_be_told", 100, {"limits.sync_changes=10000"}},
                      CutScenario{"missing_too_much_at_times",
                                  30,
                                  {"limits.sync_changes=8", "limits.sync_window=10", "limits.sync_bytes=16384"},
                                  12}),
    [](const auto& scenario) { return scenario.param.name; });

}  // namespace
}  // namespace parley::e2e
