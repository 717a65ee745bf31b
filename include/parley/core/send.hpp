// Judges whether a message may be written, and whether it was written before. No other code decides this. The store
// fetches the facts inside its transaction, calls judge_send() and writes the outcome. Pure; any thread.
#pragma once

#include <optional>

#include <parley/base/error.hpp>
#include <parley/core/conversation.hpp>
#include <parley/core/errors.hpp>

namespace parley {

// What the database knows about a message that a user wants to send.
struct SendFacts {
  struct Target {
    ConversationKind kind = ConversationKind::group;
    Seq last_seq;  // the last message before this one
  };
  struct Sender {
    MemberRole role = MemberRole::member;
    Seq visible_after;
    bool has_left = false;
    bool silenced = false;
    bool peer_closed = false;
  };
  std::optional<Target> conversation;  // absent: there is no conversation with this id
  std::optional<Sender> sender;        // absent: the sender never was a member
  // The earlier message of the sender in this conversation with the same client_id. It is null if there is none or if
  // the store has not looked for it. The caller owns it.
  const Message* first = nullptr;
};

// What the store does with a message that passed.
struct Accepted {
  // The message was sent before, as SendFacts::first. The store writes nothing and returns the first one.
  bool is_repeat = false;
  bool may_mention_all = false;  // @all in its text mentions everyone
};

// Judges whether a present member may write at all. The flags are those of Member. Errors: blocked, forbidden (the
// other account of a direct conversation is closed).
Result<void> judge_writer(bool silenced, bool peer_closed);

// Errors: not_found if the sender never was a member, forbidden if the sender has left, those of judge_writer(),
// invalid_request if the message answers one that the sender cannot see, conflict if the client_id was used for another
// message.
Result<Accepted> judge_send(const SendFacts& facts, const NewMessage& message);

// Returns true if SendFacts::first decides whether the message passes. The store then looks for it before it calls
// judge_send(). In all other cases the store may leave it out until the unique key of client_ids refuses the new row.
bool needs_first(const SendFacts& facts, const NewMessage& message);

}  // namespace parley
