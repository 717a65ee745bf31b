// The context of one request, from REST or WebSocket. The coroutine that answers the request owns it.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <parley/base/error.hpp>
#include <parley/base/ids.hpp>
#include <parley/base/task.hpp>
#include <parley/base/time.hpp>
#include <parley/core/caller.hpp>
#include <parley/core/device.hpp>
#include <parley/core/event.hpp>
#include <parley/hub/subscriber.hpp>
#include <parley/protocol/http_message.hpp>

namespace parley {

// What operations need from the connection of a live client. The net layer implements it. Called on the connection's
// loop.
class LiveConnection {
 public:
  virtual ~LiveConnection() = default;
  // Starts to watch for the end of this session. Call it before you read whether the session is active, so that an end
  // in between is not missed. Errors: conflict if the connection belongs to another session.
  virtual Result<void> bind(UserId user, SessionId session) = 0;
  // Sets the caller of this connection, whose session was found active. Errors: those of bind(), rate_limited if the
  // user has too many connections.
  virtual Result<void> identify(const Authenticated& who) = 0;
  // Returns whether the client has said hello.
  virtual bool has_said_hello() const = 0;
  // Returns whether the client receives all events of this conversation. Its user is then a member, as far as this node
  // knows.
  virtual bool receives(ConversationId conversation) const = 0;
  // Starts to hold back the events of these conversations, as bind() does with the events of the user. No event is then
  // lost between the snapshot that is read next and the stream.
  virtual void hold(std::span<const ConversationId> conversations) = 0;
  // Releases held events that are newer than these revs, which the client has received with a snapshot. `is_last` drops
  // the events that are still held, because their conversations are not the user's any more.
  virtual void attach(UserRev user_rev, std::span<const StreamPosition> covered, bool is_last) = 0;
  // Returns the client as the hub sees it, on the loop with the number loop_index(). Returns null if the connection is
  // closing, because events do not reach the client any more.
  virtual Subscriber* subscriber() = 0;
  virtual std::size_t loop_index() const = 0;
  // Sets the rules by which other users see the user's presence.
  virtual void apply(const PresenceRules& rules) = 0;
  // Sets the presence on this device: online or away.
  virtual void show(PresenceState state) = 0;
  virtual PresenceRules presence_rules() const = 0;
  // Sets when the client's token expires.
  virtual void renew(Time expires_at) = 0;
};

class RequestRates;

struct RequestContext {
  std::optional<Authenticated> who;  // absent for a request without credentials
  std::string address;
  std::string user_agent;  // empty for a request over WebSocket
  std::string request_id;
  std::size_t bytes = 0;  // size of the body, or of the message over WebSocket
  LiveConnection* live = nullptr;  // null for a request over HTTP
  RequestRates* rates = nullptr;  // what the request's weight is taken from; set by the dispatcher
  std::string cookies;  // the header Cookie; empty for a request over WebSocket
  HttpHeaders reply_headers;  // sent with a reply over HTTP
  bool is_repeated = false;  // true if an earlier request created what this one asks for: 200 instead of 201
  std::move_only_function<void()> after_reply;  // called once the reply to a live client has been queued

  // Names, for a client of REST, the path below /api of what the request created, or of what an earlier request
  // created. Does nothing for a live client, which reads the ids in the reply.
  template <class... Parts>
  void set_location(fmt::format_string<Parts...> path, const Parts&... parts) {
    if (!live) reply_headers.emplace_back("Location", "/api" + fmt::vformat(path, fmt::make_format_args(parts...)));
  }

  // REQUIRES: the operation is not open to everyone, so the dispatcher has checked that there is a caller.
  const Caller& caller() const { return who->caller; }
  Device device() const { return {user_agent, address, std::nullopt, request_id}; }
};

}  // namespace parley
