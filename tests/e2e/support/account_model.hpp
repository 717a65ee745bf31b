// What a client knows of one account: conversations, messages, members, its own settings, read cursors, blocks and
// profile. It is loaded from the server and then updated by events only. Two models with the same knowledge have the
// same picture. Used on one thread.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "e2e/support/client_model.hpp"
#include "e2e/support/live_client.hpp"

namespace parley::e2e {

class AccountModel {
 public:
  // Says hello on a new connection and fetches everything.
  void load(LiveClient& client, const std::string& token);
  // Applies an event. Throws when the event breaks the promise that ClientModel describes.
  void apply_event(const Json& event);
  // Returns everything that is known, as a value to compare.
  Json picture() const;

 private:
  void remember_summary(const Json& summary);

  std::string user_;
  Json profile_;
  std::set<std::string> blocks_;
  Json invitations_;
  ClientModel stream_;
  std::map<std::pair<std::string, std::int64_t>, Json> fetched_;  // messages by conversation and seq
  std::map<std::string, Json> settings_;                          // by conversation
  std::map<std::string, std::int64_t> read_;                      // the user's own read cursor, by conversation
};

}  // namespace parley::e2e
