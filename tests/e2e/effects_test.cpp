// For each operation: do it, apply the events that live clients receive, fetch everything again, and compare. The tests
// are generated from the operation table, so that none is missing.
#include <algorithm>

#include "e2e/support/account_model.hpp"
#include "e2e/support/caller.hpp"
#include "e2e/support/scene.hpp"
#include "e2e/support/server_test.hpp"

namespace parley::e2e {
namespace {

// A user whose client is connected while the operation is done.
struct Observer {
  Observer(const ServerProcess& server, const Person& who)
      : person(who.on_another_device(server)), client(person.connect_silently()) {
    model.load(client, person.token());
  }

  void apply_events() {
    client.poll();
    for (const Json& event : client.take_events()) model.apply_event(event);
  }

  Person person;
  LiveClient client;
  AccountModel model;
};

class EffectsTest : public ServerTest, public ::testing::WithParamInterface<const Operation*> {
 protected:
  // Returns what a client that starts now sees.
  Json fetched_afresh(const Person& person) {
    LiveClient client = person.connect_silently();
    AccountModel model;
    try {
      model.load(client, person.token());
    } catch (const std::exception& refused) {
      return refused.what();  // The session has ended; its connections are closed soon.
    }
    return model.picture();
  }

  // A message moves the read cursor of its author. Other nodes see that a moment later.
  bool has_read_on_every_node(const Person& person, const std::string& conversation) {
    return std::ranges::all_of(server().ports(), [&](std::uint16_t port) {
      return HttpClient(port, person.token()).get("/api/conversations/" + conversation).body.at("read_seq") == 1;
    });
  }

  static void call(const ServerProcess& server, const Operation& operation, const Person& caller,
                   const Json& parameters) {
    // Closing the account ends the caller's connections, so only REST can be sure to deliver the reply.
    const bool by_rest = operation.transport == Transport::rest || operation.name == "account.deactivate";
    if (operation.transport == Transport::websocket) {
      // hello has to be a client's first request; all others follow it.
      LiveClient client = operation.name == "hello" ? caller.connect_silently() : caller.connect();
      client.must(operation.name, parameters);
    } else {
      Caller(server, caller, by_rest ? Way::rest : Way::websocket).must(operation.name, parameters);
    }
  }
};

TEST_P(EffectsTest, events_bring_a_live_client_to_where_a_fresh_one_starts) {
  const Operation& operation = *GetParam();
  const auto fixture = fixtures().find(std::string(operation.name));
  ASSERT_NE(fixture, fixtures().end()) << operation.name << " has no row in fixtures()";

  Person admin = Person::registered(server(), "ruler");
  Person author = Person::registered(server(), "author");
  const Person target = Person::registered(server(), "target");
  const Person newcomer = Person::registered(server(), "newcomer");
  const std::string group = admin.create_group({&author, &target});
  author.say(group, "the first message");
  ASSERT_TRUE(eventually([&] { return has_read_on_every_node(author, group); }));
  const Person& caller = operation.authority.relation == Relation::author ? author : admin;
  const Scene scene{group,
                    author.id(),
                    target.id(),
                    newcomer.id(),
                    caller.on_another_device(server()),
                    caller.on_another_device(server()),
                    "1",
                    newcomer.on_another_device(server())};

  std::vector<Observer> observers;
  observers.reserve(4);
  for (const Person* person : std::initializer_list<const Person*>{&admin, &author, &target, &newcomer}) {
    observers.emplace_back(server(), *person);
  }
  Json parameters = fixture->second(scene);
  if (operation.name == "password.reset") GTEST_SKIP() << "the operator issues the link: see admin_test.cpp";
  if (operation.name == "account.deactivate") parameters = {{"password", kPassword}};
  call(server(), operation, scene.caller, parameters);

  for (Observer& observer : observers) {
    SCOPED_TRACE(observer.person.username());
    Json live;
    Json fresh;
    const bool agrees = eventually([&] {
      try {
        observer.apply_events();
      } catch (const std::exception&) {
        if (observer.client.is_open()) throw;
      }
      if (!observer.client.is_open()) return true;  // The operation has ended the session.
      live = observer.model.picture();
      fresh = fetched_afresh(observer.person);
      return live == fresh;
    });
    EXPECT_TRUE(agrees) << "live " << live << "\nfresh " << fresh << "\ndifference " << Json::diff(live, fresh);
  }
}

INSTANTIATE_TEST_SUITE_P(All, EffectsTest, ::testing::ValuesIn(all_operations()), [](const auto& operation) {
  std::string name(operation.param->name);
  std::ranges::replace(name, '.', '_');
  return name;
});

}  // namespace
}  // namespace parley::e2e
