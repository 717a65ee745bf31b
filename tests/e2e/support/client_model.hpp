// What a well-behaved client keeps of the conversations it is in, brought up to date by sync and by events, and a judge
// of the promise made to it: on one connection a conversation's events come in the order of their revs, without gaps
// and without repeats. Pure; used on one thread.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include <nlohmann/json.hpp>

namespace parley::e2e {

using Json = nlohmann::json;

class ClientModel {
 public:
  struct Conversation {
    std::int64_t rev = 0;
    std::int64_t known_from = 1;  // every message from this seq on is known
    std::string title;
    std::map<std::int64_t, Json> messages;  // by seq
    std::map<std::string, Json> members;  // by user id, present ones and those who left

    std::set<std::string> present() const;  // the user ids of the present ones
  };

  // What hello and sync say about where the client stands.
  Json position() const;
  // Takes a page of sync.
  void apply_sync(const Json& page);
  // Takes an event. Throws when it breaks the promise.
  void apply_event(const Json& event);

  const std::map<std::string, Conversation>& conversations() const { return conversations_; }
  // How often it had to start a conversation afresh.
  int resets() const { return resets_; }

 private:
  void start_afresh(const Json& summary);
  void apply_changes(const Json& changes);
  void apply_message(Conversation& conversation, const Json& message);
  void apply_member(Conversation& conversation, const Json& member);

  std::string epoch_;
  std::map<std::string, Conversation> conversations_;
  int resets_ = 0;
};

}  // namespace parley::e2e
