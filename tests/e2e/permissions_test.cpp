// Who may do what, through which door: generated from the operation table, so that no operation goes unasked.
#include <algorithm>
#include <map>
#include <set>

#include "e2e/support/caller.hpp"
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

// The status that follows from an authority.
int outcome(const Authority& authority, Actor actor) {
  if (authority.is_open) return kAllowed;
  if (actor == Actor::anonymous) return 401;
  if (authority.relation == Relation::none) return kAllowed;
  if (actor == Actor::stranger) return 404;  // who may not know that the conversation is there
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

// What one call is made in: a group with one message of its author, and the caller on a device of its own.
struct Scene {
  std::string conversation;
  std::string author;    // user ids
  std::string target;    // another member
  std::string newcomer;  // not in the group
  Person caller;         // of an anonymous call, the stranger: whose tokens it may hold
  Person other_device;   // the caller's
  std::string fresh;     // different in every scene
};

using Fixture = Json (*)(const Scene&);

// Valid parameters for each operation. A new operation needs its row.
const std::map<std::string, Fixture>& fixtures() {
  static const auto in_conversation = [](const Scene& scene) -> Json { return {{"conversation", scene.conversation}}; };
  static const auto nothing = [](const Scene&) -> Json { return Json::object(); };
  static const auto the_message = [](const Scene& scene) -> Json {
    return {{"conversation", scene.conversation}, {"seq", 1}};
  };
  static const std::map<std::string, Fixture> all = {
      {"account.register",
       [](const Scene& scene) -> Json { return {{"username", "new" + scene.fresh}, {"password", kPassword}}; }},
      {"account.login", [](const Scene&) -> Json { return {{"username", "author"}, {"password", kPassword}}; }},
      {"account.refresh",
       [](const Scene& scene) -> Json { return {{"refresh_token", scene.other_device.refresh_token()}}; }},
      {"account.logout",
       [](const Scene& scene) -> Json { return {{"refresh_token", scene.other_device.refresh_token()}}; }},
      {"me.get", nothing},
      {"me.update", [](const Scene& scene) -> Json { return {{"display_name", "Name " + scene.fresh}}; }},
      {"password.change",
       [](const Scene&) -> Json { return {{"current_password", kPassword}, {"new_password", kPassword}}; }},
      // Not the right one: the others' rows still need the caller.
      {"account.deactivate", [](const Scene&) -> Json { return {{"password", "another password"}}; }},
      {"session.list", nothing},
      {"session.revoke", [](const Scene& scene) -> Json { return {{"session", scene.other_device.session()}}; }},
      {"dev.token", [](const Scene& scene) -> Json { return {{"username", "new" + scene.fresh}}; }},
      {"user.search", [](const Scene&) -> Json { return {{"q", "auth"}}; }},
      {"user.get", [](const Scene& scene) -> Json { return {{"user", scene.author}}; }},
      {"presence.get", [](const Scene& scene) -> Json { return {{"user", scene.author}}; }},
      {"presence.list", [](const Scene& scene) -> Json { return {{"users", scene.author}}; }},
      {"presence.set", [](const Scene&) -> Json { return {{"state", "online"}}; }},
      {"presence.watch", [](const Scene& scene) -> Json { return {{"users", {scene.author}}}; }},
      {"direct.open", [](const Scene& scene) -> Json { return {{"user", scene.target}}; }},
      {"conversation.list", nothing},
      {"conversation.create", [](const Scene&) -> Json { return {{"title", "Another group"}}; }},
      {"conversation.get", in_conversation},
      {"conversation.update",
       [](const Scene& scene) -> Json { return {{"conversation", scene.conversation}, {"title", scene.fresh}}; }},
      {"conversation.leave", in_conversation},
      {"member.list", in_conversation},
      {"member.add",
       [](const Scene& scene) -> Json { return {{"conversation", scene.conversation}, {"user", scene.newcomer}}; }},
      {"member.update",
       [](const Scene& scene) -> Json {
         return {{"conversation", scene.conversation}, {"user", scene.target}, {"role", "admin"}};
       }},
      {"member.remove",
       [](const Scene& scene) -> Json { return {{"conversation", scene.conversation}, {"user", scene.target}}; }},
      {"message.send",
       [](const Scene& scene) -> Json {
         return {{"conversation", scene.conversation}, {"client_id", scene.fresh}, {"body", "hello"}};
       }},
      {"message.list", in_conversation},
      {"message.get", the_message},
      {"message.edit",
       [](const Scene& scene) -> Json {
         return {{"conversation", scene.conversation}, {"seq", 1}, {"body", "other words"}};
       }},
      {"message.delete", the_message},
      {"message.edits", the_message},
      {"reaction.add",
       [](const Scene& scene) -> Json { return {{"conversation", scene.conversation}, {"seq", 1}, {"emoji", "👍"}}; }},
      {"reaction.remove",
       [](const Scene& scene) -> Json { return {{"conversation", scene.conversation}, {"seq", 1}, {"emoji", "👍"}}; }},
      {"pin.add", the_message},
      {"pin.remove", the_message},
      {"pin.list", in_conversation},
      {"search", [](const Scene&) -> Json { return {{"q", "message"}}; }},
      {"hello", [](const Scene& scene) -> Json { return {{"token", scene.caller.token()}}; }},
      {"auth.refresh", [](const Scene& scene) -> Json { return {{"token", scene.caller.token()}}; }},
      {"sync", nothing},
      {"receipt.send", [](const Scene& scene) -> Json { return {{"conversation", scene.conversation}, {"read", 1}}; }},
      {"receipt.list", in_conversation},
      {"receipt.readers", the_message},
      {"conversation.settings",
       [](const Scene& scene) -> Json { return {{"conversation", scene.conversation}, {"pinned", true}}; }},
      {"user.block", [](const Scene& scene) -> Json { return {{"user", scene.target}}; }},
      {"user.unblock", [](const Scene& scene) -> Json { return {{"user", scene.target}}; }},
      {"block.list", nothing},
      {"config.get", nothing},
      {"typing.set", in_conversation},
  };
  return all;
}

std::vector<const Operation*> all_operations() {
  std::vector<const Operation*> all;
  for (const auto& operation : operation_table().all()) all.push_back(operation.get());
  return all;
}

class PermissionTest : public ServerTest, public ::testing::WithParamInterface<const Operation*> {
 protected:
  void SetUp() override {
    for (const char* name : {"stranger", "ex_member", "member", "author", "moderator", "admin", "target", "newcomer"}) {
      people_.emplace(name, Person::registered(server(), name));
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
            std::to_string(++scenes_)};
  }
  // What was allowed may have changed the group: the next scene has another one.
  void spoil() { group_.clear(); }

 private:
  void make_group() {
    // On new devices, because some operation may have ended the sessions of all others.
    Person admin = people_.at("admin").on_another_device(server());
    Person author = people_.at("author").on_another_device(server());
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

TEST_P(PermissionTest, each_actor_may_do_through_either_door_what_the_table_permits) {
  const Operation& operation = *GetParam();
  const auto fixture = fixtures().find(std::string(operation.name));
  ASSERT_NE(fixture, fixtures().end()) << operation.name << " has no row in fixtures()";
  EXPECT_EQ(operation.path.empty(), operation.door == Door::websocket);
  // The fixture's password is wrong, so that those whose turn comes later still have their accounts: whoever is let
  // through is told that.
  const bool is_wrong = operation.name == "account.deactivate";
  for (const Actor actor : kActors) {
    SCOPED_TRACE(name_of(actor));
    const int refusal = outcome(operation.authority, actor);
    if (operation.door != Door::websocket) {
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
    if (operation.door == Door::rest) {
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
