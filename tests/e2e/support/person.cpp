#include <stdexcept>

#include "e2e/support/person.hpp"

namespace parley::e2e {

HttpReply expect_status(int status, HttpReply reply) {
  if (reply.status == status) return reply;
  throw std::runtime_error("expected status " + std::to_string(status) + ", got " + std::to_string(reply.status) +
                           ": " + reply.text);
}

Person::Person(const ServerProcess& server, const std::string& username)
    : Person(server, expect_status(200, HttpClient(server.port()).post("/api/dev/token", {{"username", username}}))) {}

Person Person::registered(const ServerProcess& server, const std::string& username) {
  return {server,
          expect_status(
              201, HttpClient(server.port()).post("/api/register", {{"username", username}, {"password", kPassword}}))};
}

Person::Person(const ServerProcess& server, const HttpReply& signed_in)
    : server_(&server),
      http_(server.port(), signed_in.body.at("access_token")),
      id_(signed_in.body.at("user").at("id")),
      username_(signed_in.body.at("user").at("username")),
      session_(signed_in.body.at("session")),
      token_(signed_in.body.at("access_token")),
      refresh_token_(signed_in.body.value("refresh_token", "")) {}

void Person::move_to(const ServerProcess& server) {
  server_ = &server;
  http_ = HttpClient(server.port(), token_);
}

LiveClient Person::connect(Json params, const LiveOptions& options) const {
  LiveClient client(server_->port(), options);
  client.hello(token_, std::move(params));
  return client;
}

std::string Person::create_group(const std::vector<const Person*>& members, const Json& more) {
  Json request = {{"title", "A group"}, {"members", Json::array()}};
  for (const Person* member : members) request["members"].push_back(member->id());
  request.update(more);
  return expect_status(201, http_.post("/api/conversations", request)).body.at("conversation").at("id");
}

std::string Person::open_direct(const Person& other) {
  return expect_status(200, http_.put("/api/direct/" + other.id())).body.at("conversation").at("id");
}

Json Person::say(const std::string& conversation, const std::string& body, const std::string& client_id) {
  const std::string name = client_id.empty() ? session_ + "-" + std::to_string(++messages_said_) : client_id;
  const auto reply =
      http_.post("/api/conversations/" + conversation + "/messages", {{"client_id", name}, {"body", body}});
  return expect_status(201, reply).body.at("message");
}

}  // namespace parley::e2e
