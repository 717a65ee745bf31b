#include "e2e/support/scene.hpp"

namespace parley::e2e {

namespace {

// Lets the inviter invite the caller to a new group, and names the invitation.
Json new_invitation(const Scene& scene) {
  LiveClient caller = scene.caller.connect();
  caller.must("user.unblock", {{"user", scene.inviter.id()}});
  caller.must("me.update", {{"reachable_by", "nobody"}});
  LiveClient inviter = scene.inviter.connect();
  inviter.must("conversation.create", {{"title", "Join us"}, {"members", {scene.caller.id()}}});
  const Json waiting = caller.must("invitation.list").at("invitations");
  return {{"invitation", waiting.back().at("id")}};
}

}  // namespace

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
      {"password.confirm", [](const Scene&) -> Json { return {{"current_password", kPassword}}; }},
      // Only the operator issues a link.
      {"password.reset", [](const Scene&) -> Json { return {{"token", "unknown"}, {"new_password", kPassword}}; }},
      {"sign_in.recent", nothing},
      // The password is wrong on purpose, because the rows after this one still need the caller's account.
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
      {"invitation.list", nothing},
      {"invitation.accept", new_invitation},
      {"invitation.decline", new_invitation},
      {"invitation.block", new_invitation},
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

}  // namespace parley::e2e
