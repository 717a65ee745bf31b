// One request being answered, through whichever door it came. It lives in the coroutine that answers it.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <parley/base/error.hpp>
#include <parley/base/ids.hpp>
#include <parley/base/task.hpp>
#include <parley/base/time.hpp>
#include <parley/core/caller.hpp>
#include <parley/core/event.hpp>
#include <parley/hub/subscriber.hpp>
#include <parley/protocol/http_message.hpp>

namespace parley {

// What operations of a live client need from its connection. Implemented by the net layer; called on its loop.
class LiveConnection {
 public:
  virtual ~LiveConnection() = default;
  // Hears from now on when this session ends: whether it is alive is to be asked afterwards, and proves nothing yet.
  // Errors: conflict (the connection is another session's already).
  virtual Result<void> bind(UserId user, SessionId session) = 0;
  // Whose connection it is from now on; the session was found alive. Errors: those of bind, rate_limited (too many of
  // one user).
  virtual Result<void> identify(const Authenticated& who) = 0;
  // Has hello been said?
  virtual bool has_said_hello() const = 0;
  // Does this conversation's every event reach the client? Then it is a member, as far as this node has heard.
  virtual bool receives(ConversationId conversation) const = 0;
  // Starts to hold back the events of these conversations, as bind does with those of the user, so that none falls
  // between the snapshot that is read next and the stream.
  virtual void hold(std::span<const ConversationId> conversations) = 0;
  // The client has been told these revs: their events follow. `is_last`: what is still held belongs to no conversation
  // of the user's any more.
  virtual void attach(UserRev user_rev, std::span<const StreamPosition> covered, bool is_last) = 0;
  // The client as the hub sees it, on the loop that loop_index() names. Null once the connection is closing: nothing
  // reaches the client any more.
  virtual Subscriber* subscriber() = 0;
  virtual std::size_t loop_index() const = 0;
  // What the user has chosen that others are told of the user's presence.
  virtual void apply(const PresenceRules& rules) = 0;
  // How the user is on this device: online or away.
  virtual void show(PresenceState state) = 0;
  virtual PresenceRules presence_rules() const = 0;
  // The client's token is good until then.
  virtual void renew(Time expires_at) = 0;
};

struct RequestContext {
  std::optional<Authenticated> who;  // nobody, for a request without credentials
  std::string address;
  std::string user_agent;  // of a request over HTTP
  std::string request_id;
  LiveConnection* live = nullptr;  // of a request over WebSocket
  std::string refresh_cookie;  // of a request over HTTP
  HttpHeaders reply_headers;  // for a reply over HTTP
  std::move_only_function<void()> after_reply;  // called once the reply to a live client has been queued

  // Of an operation that is not for everybody.
  const Caller& caller() const { return who->caller; }
};

}  // namespace parley
