// What a correct client keeps of its conversations, updated by sync and by events. It also checks the promise that the
// server makes: on one connection, the events of a conversation come in the order of their revs, without gaps and
// without repeats. Pure; used on one thread.
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
    std::int64_t known_from = 1;  // all messages from this seq on are known
    std::string title;
    std::map<std::int64_t, Json> messages;  // by seq
    std::map<std::string, Json> members;    // by user id, with the former members

    std::set<std::string> present() const;  // Returns the user ids of the present members.
  };

  // Returns the position that hello and sync send.
  Json position() const;
  // Applies a page of sync.
  void apply_sync(const Json& page);
  // Applies an event. Throws when the event breaks the promise.
  void apply_event(const Json& event);

  const std::map<std::string, Conversation>& conversations() const { return conversations_; }
  // Returns how often the client had to load a conversation again from the beginning.
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
