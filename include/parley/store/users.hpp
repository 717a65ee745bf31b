// Users, their password hashes and their signed-in sessions, as a transaction sees them. A store's objects belong to
// the thread that runs the transaction. A database that fails throws StoreFailure (store/transaction.hpp).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <parley/base/error.hpp>
#include <parley/core/user.hpp>

namespace parley {

struct NewUser {
  UserId id;
  std::string username;
  std::string display_name;
  std::optional<std::string> email;
  std::string password_hash;
  Time created_at;
};

struct ProfileChange {
  std::optional<std::string> display_name = {};
  std::optional<std::string> email = {};  // empty text removes it
  std::optional<bool> private_reads = {};
  std::optional<bool> hide_presence = {};
  std::optional<bool> do_not_disturb = {};
  friend bool operator==(const ProfileChange&, const ProfileChange&) = default;
};

class BlockStore {
 public:
  virtual ~BlockStore() = default;
  // Whom the user has blocked, by id.
  virtual std::vector<UserId> list(UserId user) = 0;
  virtual void add(UserId user, UserId blocked) = 0;
  virtual void remove(UserId user, UserId blocked) = 0;
  // Has either blocked the other?
  virtual bool is_between(UserId one, UserId other) = 0;
  // The same, said to the two in their direct conversation, if they have one.
  virtual void silence(ConversationId direct, bool silenced) = 0;
};

class UserStore {
 public:
  virtual ~UserStore() = default;
  // Errors: username_taken, email_taken (both without regard to case).
  virtual Result<User> add(const NewUser& user) = 0;
  virtual std::optional<User> find(UserId id) = 0;
  virtual std::vector<std::optional<User>> find_all(std::span<const UserId> ids) = 0;  // in their order
  // As find, and holds the user against other writers until the transaction ends. Whoever judges by a user's password,
  // sessions or tokens and then writes asks this first.
  virtual std::optional<User> lock(UserId id) = 0;
  virtual std::optional<User> find_by_username(std::string_view username) = 0;
  // Active users whose usernames begin so, in any case, ascending by username.
  virtual std::vector<User> search(std::string_view username_prefix, std::size_t limit) = 0;
  // Active users of whose words, for each of these, one begins so; by the word that begins as the first of these does.
  virtual std::vector<User> search_words(std::span<const std::string> beginnings, std::size_t limit) = 0;
  // The words that a user is found by from now on, each once, made of the display name that the user has now.
  virtual void set_words(const User& user, std::span<const std::string> words) = 0;
  // Users whose words were not made of the display name that they have; holds them as lock does, leaving out those whom
  // somebody else holds.
  virtual std::vector<User> without_words(std::size_t limit) = 0;
  virtual std::optional<std::string> password_hash(UserId id) = 0;
  virtual void set_password_hash(UserId id, std::string_view hash) = 0;
  // Allocates the next number of the user's stream.
  virtual UserRev advance(UserId id) = 0;
  // Changes what is given and gives back the user, under a new rev. Errors: email_taken, not_found.
  virtual Result<User> update_profile(UserId id, const ProfileChange& change) = 0;
  // When they were last seen, where that is later than what is known; by user id, so that writers take turns.
  virtual void set_last_seen(std::span<const std::pair<UserId, Time>> seen) = 0;
  // Nobody signs in as this user any more. The sessions are the caller's to revoke.
  virtual void deactivate(UserId id, Time now) = 0;
  // How far the streams of those that exist are, in any order.
  virtual std::vector<std::pair<UserId, UserRev>> revs(std::span<const UserId> ids) = 0;
};

class SessionStore {
 public:
  virtual ~SessionStore() = default;
  virtual void add(const Session& session) = 0;
  virtual std::optional<Session> find(SessionId id) = 0;
  virtual std::vector<std::optional<Session>> find_all(std::span<const SessionId> ids) = 0;  // in their order
  // Those not revoked, the newest first.
  virtual std::vector<Session> active(UserId user) = 0;
  virtual void touch(SessionId id, Time seen_at) = 0;
  // Revokes what was active among `ids` and gives those back.
  virtual std::vector<SessionId> revoke(std::span<const SessionId> ids, RevocationReason reason, Time now) = 0;

  virtual void add_token(const RefreshToken& token) = 0;
  virtual std::optional<RefreshToken> find_token(std::string_view hash) = 0;
  virtual void mark_token_used(std::string_view hash, std::string_view successor, Time now) = 0;
  // Removes at most `limit` expired tokens, and sessions that have none left; gives the number of tokens.
  virtual std::size_t remove_expired(Time now, std::size_t limit) = 0;
};

}  // namespace parley
