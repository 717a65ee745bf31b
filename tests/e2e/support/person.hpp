// A user with an account, a session and an HTTP client. Used on one thread.
#pragma once

#include <string>

#include "e2e/support/live_client.hpp"
#include "e2e/support/server_process.hpp"

namespace parley::e2e {

inline constexpr const char* kPassword = "correct-horse-7";

class Person {
 public:
  // Signs in through /dev/token, which creates the account.
  Person(const ServerProcess& server, const std::string& username);
  // Registers an account with kPassword.
  static Person registered(const ServerProcess& server, const std::string& username);
  // Uses the session of a sign-in's reply.
  Person(const ServerProcess& server, const HttpReply& signed_in);

  const std::string& id() const { return id_; }
  const std::string& username() const { return username_; }
  const std::string& session() const { return session_; }
  const std::string& token() const { return token_; }
  const std::string& refresh_token() const { return refresh_token_; }
  HttpClient& http() { return http_; }

  // Signs the user in on another device.
  Person on_another_device(const ServerProcess& server) const { return {server, username_}; }
  // Connects to the new ports that a server has after a restart.
  void move_to(const ServerProcess& server);

  // Returns a connection that has said hello.
  LiveClient connect(Json params = Json::object(), const LiveOptions& options = {}) const;
  // Returns a connection that has not said hello.
  LiveClient connect_silently(const LiveOptions& options = {}) const { return LiveClient(server_->port(), options); }

  // Creates a group with this person as its admin and the given members. Returns its id.
  std::string create_group(const std::vector<const Person*>& members, const Json& more = Json::object());
  // Returns the id of the direct conversation with the other person.
  std::string open_direct(const Person& other);
  // Sends a message by REST and returns the stored message.
  Json say(const std::string& conversation, const std::string& body, const std::string& client_id = {});

 private:
  const ServerProcess* server_;
  HttpClient http_;
  std::string id_;
  std::string username_;
  std::string session_;
  std::string token_;
  std::string refresh_token_;
  int messages_said_ = 0;
};

// Returns the reply. Throws, with the whole reply, when it has another status.
HttpReply expect_status(int status, HttpReply reply);

}  // namespace parley::e2e
