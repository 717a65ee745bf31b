// Somebody with an account, a session and an HTTP client. Used on one thread.
#pragma once

#include <string>

#include "e2e/support/live_client.hpp"
#include "e2e/support/server_process.hpp"

namespace parley::e2e {

inline constexpr const char* kPassword = "correct-horse-7";

class Person {
 public:
  // Signs in through /dev/token, which makes the account.
  Person(const ServerProcess& server, const std::string& username);
  // Registers with kPassword.
  static Person registered(const ServerProcess& server, const std::string& username);
  // Takes what a sign-in answered.
  Person(const ServerProcess& server, const HttpReply& signed_in);

  const std::string& id() const { return id_; }
  const std::string& username() const { return username_; }
  const std::string& session() const { return session_; }
  const std::string& token() const { return token_; }
  const std::string& refresh_token() const { return refresh_token_; }
  HttpClient& http() { return http_; }

  // The same person on another device.
  Person on_another_device(const ServerProcess& server) const { return {server, username_}; }
  // After a restart the server has other ports.
  void move_to(const ServerProcess& server);

  // A connection that said hello.
  LiveClient connect(Json params = Json::object(), const LiveOptions& options = {}) const;
  // One that did not.
  LiveClient connect_silently(const LiveOptions& options = {}) const { return LiveClient(server_->port(), options); }

  // Gives the id of a new group with these members beside this person, its admin.
  std::string create_group(const std::vector<const Person*>& members, const Json& more = Json::object());
  // Gives the id of the one direct conversation with somebody.
  std::string open_direct(const Person& other);
  // Sends by REST; gives the stored message.
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

// Throws with the whole reply when the status is another.
HttpReply expect_status(int status, HttpReply reply);

}  // namespace parley::e2e
