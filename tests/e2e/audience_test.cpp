// Who receives which event: each kind of event reaches everyone who may receive it and nobody else.
#include <algorithm>
#include <iterator>
#include <map>
#include <ostream>
#include <set>

#include <parley/core/event_description.hpp>

#include "e2e/support/server_test.hpp"

namespace parley::e2e {
namespace {

using Names = std::set<std::string>;

// Users with one or two connected devices each. "member" has a second device; "ex_member" was in the group and left.
class AudienceTest : public ServerTest, public ::testing::WithParamInterface<std::string> {
 public:
  Person& at(const std::string& name) { return people_.at(name); }
  const std::string& group() const { return group_; }
  Json in_group(Json more = Json::object()) const {
    more["conversation"] = group_;
    return more;
  }
  LiveClient& device(const std::string& name) { return devices_.at(name); }
  // Returns a user who is not connected.
  Person person_away() { return person("away"); }

 protected:
  void SetUp() override {
    start({"limits.heartbeat_interval_seconds=1"});
    for (const char* name : {"stranger", "ex_member", "member", "author", "admin", "target", "newcomer"}) {
      people_.emplace(name, person(name));
    }
    people_.emplace("member_phone", at("member").on_another_device(server()));
    group_ = at("admin").create_group({&at("member"), &at("author"), &at("target"), &at("ex_member")});
    at("author").say(group_, "the first message");
    expect_status(204, at("ex_member").http().post("/api/conversations/" + group_ + "/leave"));
    for (auto& [name, person] : people_) notes_.emplace(name, person.create_group({}));
    for (const auto& [name, person] : people_) devices_.emplace(name, person.connect());
  }

  void TearDown() override {
    devices_.clear();  // Otherwise the server would wait for the clients' closing handshakes.
    ServerTest::TearDown();
  }

  // Waits until everything that happened before has reached all its receivers.
  void fence() {
    for (auto& [name, person] : people_) {
      LiveClient& listening = device(name);
      if (!listening.is_open()) continue;
      const Json noted = person.say(notes_.at(name), "a note");
      listening.wait_event([&](const Json& event) { return event.at("data") == noted; });
    }
  }

  Names who_heard(const std::string& event) {
    Names heard;
    for (const auto& [name, listening] : devices_) {
      for (const Json& received : listening.events_of(event)) {
        // Events of other conversations, such as the notes that fence() sends, do not count.
        if (!received.contains("conversation") || received.at("conversation") == group_) heard.insert(name);
      }
    }
    return heard;
  }

 private:
  std::map<std::string, Person> people_;
  std::map<std::string, LiveClient> devices_;
  std::map<std::string, std::string> notes_;
  std::string group_;
};

const Names kPresent = {"member", "member_phone", "author", "admin", "target"};
const Names kWatching = {"stranger"};
const Names kEverybody = {"stranger", "ex_member", "member", "member_phone", "author", "admin", "target", "newcomer"};

// Returns the devices that receive an event according to its row in the table of events.
Names audience_of(const EventDescription& event, const Names& about) {
  Names others;
  std::ranges::set_difference(kPresent, about, std::inserter(others, others.end()));
  switch (event.audience) {
    case Audience::members: return kPresent;
    case Audience::other_members: return others;
    case Audience::own_devices: return about;
    case Audience::watchers: return kWatching;
    case Audience::one_client: return kEverybody;
  }
  return {};
}

struct Row {
  void (*cause)(AudienceTest& test);
  Names about = {};  // the devices of the user in the event, if they decide who receives it
};

// Causes each kind of event, and names the event's audience.
const std::map<std::string, Row>& rows() {
  static const std::map<std::string, Row> all = {
      {"message.created", {[](AudienceTest& test) { test.at("author").say(test.group(), "words"); }}},
      {"message.edited", {[](AudienceTest& test) {
         test.device("author").must("message.edit", test.in_group({{"seq", 1}, {"body", "other words"}}));
       }}},
      {"message.deleted",
       {[](AudienceTest& test) { test.device("admin").must("message.delete", test.in_group({{"seq", 1}})); }}},
      {"message.reacted", {[](AudienceTest& test) {
         test.device("member").must("reaction.add", test.in_group({{"seq", 1}, {"emoji", "👍"}}));
       }}},
      {"message.pinned",
       {[](AudienceTest& test) { test.device("admin").must("pin.add", test.in_group({{"seq", 1}})); }}},
      {"message.unpinned", {[](AudienceTest& test) {
         test.device("admin").must("pin.add", test.in_group({{"seq", 1}}));
         test.device("admin").must("pin.remove", test.in_group({{"seq", 1}}));
       }}},
      {"member.added", {[](AudienceTest& test) {
         test.device("admin").must("member.add", test.in_group({{"user", test.at("newcomer").id()}}));
       }}},
      {"member.updated", {[](AudienceTest& test) {
         test.device("admin").must("member.update",
                                   test.in_group({{"user", test.at("target").id()}, {"role", "admin"}}));
       }}},
      {"member.removed", {[](AudienceTest& test) {
         test.device("admin").must("member.remove", test.in_group({{"user", test.at("target").id()}}));
       }}},
      {"conversation.updated", {[](AudienceTest& test) {
         test.device("admin").must("conversation.update", test.in_group({{"title", "Another title"}}));
       }}},
      {"conversation.added",
       {[](AudienceTest& test) {
          test.device("admin").must("member.add", test.in_group({{"user", test.at("newcomer").id()}}));
        },
        {"newcomer"}}},
      {"conversation.removed",
       {[](AudienceTest& test) {
          test.device("admin").must("member.remove", test.in_group({{"user", test.at("target").id()}}));
        },
        {"target"}}},
      {"profile.updated",
       {[](AudienceTest& test) { test.device("member").must("me.update", {{"display_name", "Somebody"}}); },
        {"member", "member_phone"}}},
      {"sessions.revoked",
       {[](AudienceTest& test) {
          test.device("member").must("session.revoke", {{"session", test.at("member_phone").session()}});
          EXPECT_EQ(test.device("member_phone").wait_closed(), 4410);
        },
        {"member", "member_phone"}}},
      {"typing", {[](AudienceTest& test) { test.device("author").must("typing.set", test.in_group()); }, {"author"}}},
      {"receipt",
       {[](AudienceTest& test) { test.device("member").must("receipt.send", test.in_group({{"read", 1}})); },
        {"member", "member_phone"}}},
      {"receipts", {[](AudienceTest& test) {
         test.device("member").must("receipt.send", test.in_group({{"read", 1}}));
         test.device("author").wait_event("receipts");
       }}},
      {"settings.updated",
       {[](AudienceTest& test) {
          test.device("member").must("conversation.settings", test.in_group({{"pinned", true}}));
        },
        {"member", "member_phone"}}},
      {"blocks.updated",
       {[](AudienceTest& test) { test.device("member").must("user.block", {{"user", test.at("target").id()}}); },
        {"member", "member_phone"}}},
      {"invitations.updated",
       {[](AudienceTest& test) {
          test.device("member").must("me.update", {{"reachable_by", "nobody"}});
          test.device("stranger").refused("direct.open", {{"user", test.at("member").id()}});
        },
        {"member", "member_phone"}}},
      {"presence", {[](AudienceTest& test) {
         const Person away = test.person_away();
         test.at("stranger").open_direct(away);
         test.device("stranger").must("presence.watch", {{"users", {away.id()}}});
         const LiveClient back = away.connect();
         test.device("stranger").wait_event("presence");
       }}},
      {"heartbeat", {[](AudienceTest& test) {
         for (const char* name : {"stranger", "ex_member", "member", "author", "admin", "target"}) {
           EXPECT_FALSE(test.device(name).wait_event("heartbeat").contains("conversation"));
         }
       }}},
  };
  return all;
}

EventDescription described(const std::string& name) {
  const auto all = event_descriptions();
  return *std::ranges::find(all, name, &EventDescription::name);
}

std::vector<std::string> events() {
  std::vector<std::string> names;
  for (const EventDescription& event : event_descriptions()) {
    // This event stands in for events that the server lost on the way. The hub's own tests lose some.
    if (event.name != "conversation.changes") names.emplace_back(event.name);
  }
  return names;
}

TEST_P(AudienceTest, the_audience_gets_the_event_and_nobody_else_does) {
  const auto row = rows().find(GetParam());
  ASSERT_NE(row, rows().end()) << GetParam() << " has no row";
  const Names audience = audience_of(described(GetParam()), row->second.about);
  row->second.cause(*this);
  fence();
  if (GetParam() == "heartbeat") {
    // A heartbeat may still be on its way to some of the devices.
    for (const std::string& name : audience) {
      if (!who_heard("heartbeat").contains(name)) device(name).wait_event("heartbeat");
    }
  }
  EXPECT_EQ(who_heard(GetParam()), audience);
}

INSTANTIATE_TEST_SUITE_P(Every, AudienceTest, ::testing::ValuesIn(events()), [](const auto& event) {
  std::string name = event.param;
  std::ranges::replace(name, '.', '_');
  return name;
});

}  // namespace
}  // namespace parley::e2e
