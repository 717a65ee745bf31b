// Who may do what, by REST and over a WebSocket. The tests are generated from the operation table, so that no operation
// is missing.
#include <algorithm>
#include <map>
#include <set>

#include "e2e/support/caller.hpp"
#include "e2e/support/scene.hpp"
#include "e2e/support/server_test.hpp"

namespace parley::e2e {
namespace {

enum class Actor { anonymous, stranger, ex_member, member, author, moderator, admin };
constexpr Actor kActors[] = {Actor::anonymous, Actor::stranger,  Actor::ex_member, Actor::member,
                             Actor::author,    Actor::moderator, Actor::admin};

const char* name_of(Actor actor) {
  switch (actor) {
    case Actor::anonymous: return "anonymous";
    case Actor::stranger: return "stranger";
    case Actor::ex_member: return "ex_member";
    case Actor::member: return "member";
    case Actor::author: return "author";
    case Actor::moderator: return "moderator";
    case Actor::admin: return "admin";
  }
  return "";
}

constexpr int kAllowed = 0;

// Returns the HTTP status that an actor gets for an operation of this authority.
int outcome(const Authority& authority, Actor actor) {
  if (authority.is_open) return kAllowed;
  if (actor == Actor::anonymous) return 401;
  if (authority.relation == Relation::none) return kAllowed;
  if (actor == Actor::stranger) return 404;  // A stranger may not learn that the conversation exists.
  if (actor == Actor::ex_member) return 403;
  switch (authority.relation) {
    case Relation::author: return actor == Actor::author ? kAllowed : 403;
    case Relation::author_or_moderator: return actor == Actor::member ? 403 : kAllowed;
    case Relation::moderator: return actor == Actor::moderator || actor == Actor::admin ? kAllowed : 403;
    case Relation::conversation_admin: return actor == Actor::admin ? kAllowed : 403;
    case Relation::none:
    case Relation::member: break;
  }
  return kAllowed;
}

class PermissionTest : public ServerTest, public ::testing::WithParamInterface<const Operation*> {
 protected:
  void SetUp() override {
    for (const std::string name :
         {"stranger", "ex_member", "member", "author", "moderator", "admin", "target", "newcomer"}) {
      // The names of some roles are reserved, so that nobody registers them.
      const bool is_reserved = name == "admin" || name == "moderator";
      people_.emplace(name, Person::registered(server(), is_reserved ? "group_" + name : name));
    }
  }

  Scene scene(Actor actor) {
    if (group_.empty()) make_group();
    const Person& caller = people_.at(actor == Actor::anonymous ? "stranger" : name_of(actor));
    return {group_,
            people_.at("author").id(),
            people_.at("target").id(),
            people_.at("newcomer").id(),
            caller.on_another_device(server()),
            caller.on_another_device(server()),
            std::to_string(++scenes_),
            people_.at("newcomer").on_another_device(server())};
  }
  // An allowed call may have changed the group, so the next scene makes a new one.
  void spoil() { group_.clear(); }

 private:
  void make_group() {
    // The scene signs in on new devices, because some operations end all other sessions.
    Person admin = people_.at("admin").on_another_device(server());
    Person author = people_.at("author").on_another_device(server());
    // An earlier call may have changed who reaches these people.
    for (const char* name : {"member", "author", "moderator", "target", "ex_member"}) {
      Person person = people_.at(name).on_another_device(server());
      expect_status(200, person.http().patch("/api/me", {{"reachable_by", "everybody"}}));
      expect_status(204, admin.http().del("/api/users/" + person.id() + "/block"));
    }
    const Person& ex_member = people_.at("ex_member");
    const Person& moderator = people_.at("moderator");
    group_ = admin.create_group({&people_.at("member"), &author, &moderator, &people_.at("target"), &ex_member});
    author.say(group_, "the first message");
    expect_status(200, admin.http().patch("/api/conversations/" + group_ + "/members/" + moderator.id(),
                                          {{"role", "moderator"}}));
    expect_status(204, admin.http().del("/api/conversations/" + group_ + "/members/" + ex_member.id()));
  }

  std::map<std::string, Person> people_;
  std::string group_;
  int scenes_ = 0;
};

TEST_P(PermissionTest, each_actor_may_do_in_either_way_what_the_table_permits) {
  const Operation& operation = *GetParam();
  const auto fixture = fixtures().find(std::string(operation.name));
  ASSERT_NE(fixture, fixtures().end()) << operation.name << " has no row in fixtures()";
  EXPECT_EQ(operation.path.empty(), operation.transport == Transport::websocket);
  // The password of the fixture is wrong, so that no account is closed before the last actor had its turn. A caller who
  // has the permission gets that error.
  const bool is_wrong = operation.name == "account.deactivate" || operation.name == "password.reset";
  for (const Actor actor : kActors) {
    SCOPED_TRACE(name_of(actor));
    const int refusal = outcome(operation.authority, actor);
    if (operation.transport != Transport::websocket) {
      const Scene given = scene(actor);
      HttpClient client(server().port(), actor == Actor::anonymous ? "" : given.caller.token());
      const HttpReply reply = call_by_rest(client, operation, fixture->second(given));
      if (refusal == kAllowed && is_wrong) {
        EXPECT_EQ(reply.code(), "bad_credentials");
      } else {
        EXPECT_EQ(reply.status, refusal == kAllowed ? operation.status : refusal) << reply.text;
      }
      if (refusal == kAllowed) spoil();
    }
    const Scene given = scene(actor);
    LiveClient client(server().port(), {.token = actor == Actor::anonymous ? "" : given.caller.token()});
    const Json reply = client.call(operation.name, fixture->second(given));
    if (operation.transport == Transport::rest) {
      EXPECT_EQ(reply.value("/error/status"_json_pointer, 0), 404) << reply;
    } else if (refusal == kAllowed) {
      EXPECT_TRUE(reply.contains("result") || (is_wrong && reply.at("error").at("code") == "bad_credentials")) << reply;
      spoil();
    } else {
      EXPECT_EQ(reply.value("/error/status"_json_pointer, 0), refusal) << reply;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, PermissionTest, ::testing::ValuesIn(all_operations()), [](const auto& operation) {
  std::string name(operation.param->name);
  std::ranges::replace(name, '.', '_');
  return name;
});

TEST(PermissionTable, every_row_belongs_to_an_operation) {
  std::set<std::string> rows;
  std::set<std::string> operations;
  for (const auto& [name, fixture] : fixtures()) rows.insert(name);
  for (const Operation* operation : all_operations()) operations.emplace(operation->name);
  EXPECT_EQ(rows, operations);
}

}  // namespace
}  // namespace parley::e2e
