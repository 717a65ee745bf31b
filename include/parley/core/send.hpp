// The judgement of a send: may this message be written, and is it one that was written before? The only place where
// that is decided. A store fetches the facts inside its transaction, asks here and writes the outcome. Pure; any
// thread.
#pragma once

#include <optional>

#include <parley/base/error.hpp>
#include <parley/core/conversation.hpp>

namespace parley {

// What the database has about a message that somebody wants to send.
struct SendFacts {
  struct Target {
    ConversationKind kind = ConversationKind::group;
    bool shares_history = false;
    Seq last_seq;  // of the last message before this one
  };
  struct Sender {
    MemberRole role = MemberRole::member;
    Seq joined_seq;
    bool has_left = false;
    bool silenced = false;
  };
  std::optional<Target> conversation;  // nothing: there is none with this id
  std::optional<Sender> sender;        // nothing: the sender never was a member
  // The sender's message in this conversation that has the same client_id already; nullptr: there is none, or nobody
  // has looked for it. Borrowed.
  const Message* first = nullptr;
};

// What is to be done with a message that passed.
struct Accepted {
  // The message is the one in SendFacts::first, sent again: nothing is written, and the sender gets the first one.
  bool is_repeat = false;
  bool may_mention_all = false;  // @all in its text calls everybody
};

// Errors: not_found for somebody who never was a member, forbidden for one who left, blocked, invalid for a reply to
// what the sender cannot see, conflict for a client_id that stands for another message.
Result<Accepted> judge_send(const SendFacts& facts, const NewMessage& message);

// True: SendFacts::first decides whether the message passes, so the store looks for it before it asks judge_send. In
// all other cases the store may leave it out until the unique key of client_ids refuses the new row.
bool needs_first(const SendFacts& facts, const NewMessage& message);

std::unexpected<Error> no_such_conversation();
std::unexpected<Error> no_longer_member();
std::unexpected<Error> blocked_error();

}  // namespace parley
