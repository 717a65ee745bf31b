// A client's life has three parts: bind() and identify() sign it in, hold() and attach() bring its events, and
// on_message() to request_done() answer its requests. LiveLife decides what is permitted when.
#include <parley/net/live_client.hpp>

#include <fmt/format.h>

#include <parley/base/log.hpp>
#include <parley/base/random.hpp>
#include <parley/core/event_json.hpp>
#include <parley/net/websocket_loop.hpp>
#include <parley/protocol/errors.hpp>

#include "connection_counts.hpp"

namespace parley {
namespace {

constexpr std::size_t kBytesOfToken = 16 * 1024;
constexpr std::size_t kShortMessage = 1024;
constexpr seconds kExpiryGrace{30};  // the time after a token's expiry for the client to send a new one
// Clients reconnect after a random time up to this, so that they do not all reach the restarted server at once.
constexpr std::uint32_t kRestartJitterMs = 3000;

}  // namespace

LiveClient::LiveClient(Socket socket, WebSocketLoop& loop, const WebSocketOptions& options, const LiveContext& context,
                       ClientPlace place)
    : WebSocketConnection(std::move(socket), loop, options),
      context_(context),
      place_(std::move(place)),
      bucket_({loop.limits().requests_per_second, loop.limits().request_burst}),
      life_(loop.limits(), Instant::clock::now()) {}

LiveClient::~LiveClient() = default;

std::weak_ptr<Subscriber> LiveClient::weak_self() { return std::static_pointer_cast<LiveClient>(shared_from_this()); }

void LiveClient::deliver(const SharedEvent& event) {
  const bool deflated = !event->deflated_frame.empty() && takes_deflated(event->frame.size());
  // The queue shares the event's memory: every subscriber of a topic sends the same bytes.
  send_frame(SharedBytes(event, deflated ? &event->deflated_frame : &event->frame));
}

// ---- sign-in ----

// Binds the connection to a session, before the session has been looked up in the database. The user's own events are
// held from now on, so that none is missed while hello reads.
Result<void> LiveClient::bind(UserId user, SessionId session) {
  if (is_closing()) return fail(ErrorCode::unavailable, "The connection has ended.");
  if (who_.caller.session != SessionId() && who_.caller.session != session) {
    return fail(ErrorCode::conflict, "The token belongs to another session than this connection.");
  }
  who_.caller.user = user;
  who_.caller.session = session;
  context_.shard.hold(*this, user);
  return {};
}

Result<void> LiveClient::identify(const Authenticated& who) {
  TRY(bind(who.caller.user, who.caller.session));
  // A client may identify again with a new token; it is counted once.
  if (!life_.is_counted() && !context_.counts.add(who.caller.user)) {
    close(CloseCode::too_many_connections, "too many connections of this user");
    return fail(ErrorCode::rate_limited, "This user has too many connections.");
  }
  who_ = who;
  life_.identify();
  expire_at(who.expires_at);
  renew_lease();
  return {};
}

void LiveClient::renew(Time expires_at) {
  who_.expires_at = expires_at;
  expire_at(expires_at);
}

void LiveClient::expire_at(Time expires_at) {
  // The token's expiry is a wall-clock time. The timers use the steady clock, which is never set back.
  const Instant when = Instant::clock::now() + (expires_at - context_.clock.now()) + kExpiryGrace;
  life_.expire_at(when);
  loop().wake_at(*this, when);
}

// ---- events ----

void LiveClient::hold(std::span<const ConversationId> conversations) {
  if (is_closing()) return;
  if (!held_) held_ = std::make_unique<std::unordered_set<ConversationId>>();
  for (const ConversationId conversation : conversations) {
    context_.shard.hold(*this, conversation);
    held_->insert(conversation);
  }
}

void LiveClient::attach(UserRev user_rev, std::span<const StreamPosition> covered, bool is_last) {
  if (is_closing()) return;
  for (const auto& [conversation, rev, visible_after] : covered) {
    if (held_) held_->erase(conversation);
    context_.shard.attach(*this, conversation, rev.value(), visible_after);
  }
  // The client's sync has ended without these conversations: they do not concern it.
  if (const auto held = is_last ? std::move(held_) : nullptr) {
    for (const ConversationId conversation : *held) context_.shard.abandon(*this, conversation);
  }
  // The user's own stream comes last, because it may add conversations that this page of the sync already contains.
  context_.shard.attach(*this, user(), user_rev.value());
  life_.follow();
}

void LiveClient::show(PresenceState state) {
  shown_ = state;
  if (life_.is_counted()) renew_lease();
}

void LiveClient::apply(const PresenceRules& rules) {
  if (who_.presence == rules || !life_.is_counted()) return;
  who_.presence = rules;
  renew_lease();
}

// ---- requests ----

void LiveClient::on_message(std::string_view payload, bool is_text) {
  if (!life_.takes_requests()) return;
  if (!is_text) return close(CloseCode::unsupported_data, "messages are text");
  // A message over the rate is not read. Its refusal names its id, if that stands near the beginning.
  if (const auto admitted = admit_bytes(payload.size()); !admitted) {
    return send_text(encode_error_reply(find_request_id(payload), admitted.error(), request_id()));
  }
  auto request = read_live_request(payload, loop().limits().json_depth);
  if (!request) return refuse(request.error());
  start_request(std::move(*request), payload.size());
}

void LiveClient::refuse(const MalformedRequest& malformed) {
  loop().metrics().errors.add(malformed.error.code);
  send_text(encode_error_reply(malformed.id, malformed.error, request_id()));
  if (++malformed_ > loop().limits().malformed_frames) close(CloseCode::bad_protocol, "too many malformed messages");
}

// Decides by its length whether a message is read. A short one costs less to read than to refuse by its user's rate.
// Errors: rate_limited.
Result<void> LiveClient::admit_bytes(std::size_t bytes) {
  if (const auto wait = over_rate(bytes)) {
    loop().metrics().rate_limited.add();
    return std::unexpected(Error{ErrorCode::rate_limited, "Too many requests on this connection.", {}, wait});
  }
  if (bytes <= kShortMessage) return {};
  const auto user = life_.is_identified() ? std::optional(who_.caller.user) : std::nullopt;
  return context_.dispatcher.rates().admit_message(user, place_.address, bytes);
}

// Takes a token from the connection's bucket, and one more for each kBytesOfToken of the message, since reading a long
// one costs more. Returns nothing if they were there, otherwise how long to wait. A client that goes on through a whole
// further burst of refusals ignores them, so its connection is closed.
std::optional<milliseconds> LiveClient::over_rate(std::size_t bytes) {
  const std::size_t tokens = 1 + bytes / kBytesOfToken;
  const auto wait = bucket_.take(Instant::clock::now(), static_cast<double>(tokens));
  if (!wait) {
    refused_ = 0;
  } else if (static_cast<double>(++refused_) > loop().limits().request_burst) {
    close(CloseCode::too_many_requests, "too many requests");
  }
  return wait;
}

void LiveClient::start_request(LiveRequest request, std::size_t bytes) {
  const Operation* operation = context_.dispatcher.table().find(request.operation);
  if (!operation || operation->transport == Transport::rest) {
    const Error error{ErrorCode::not_found, "There is no such operation here."};
    loop().metrics().errors.add(error.code);
    return send_text(encode_error_reply(request.id, error, request_id()));
  }
  ++requests_;
  // Requests are answered concurrently, up to limits.requests_in_flight; then reading pauses.
  if (life_.begin_request()) pause();
  loop().tasks().spawn(
      run(std::static_pointer_cast<LiveClient>(shared_from_this()), std::move(request), *operation, bytes));
}

// Answers one request. `self` keeps the connection alive meanwhile, even if the client has gone: a write that was begun
// is finished.
Awaitable<void> LiveClient::run(std::shared_ptr<LiveClient> self, LiveRequest request, const Operation& operation,
                                std::size_t bytes) {
  RequestContext context;
  if (life_.is_identified()) context.who = who_;
  context.address = place_.address;
  context.request_id = request_id();
  context.live = this;
  context.bytes = bytes;
  const auto read = [&request]() -> Result<JsonValue> { return request.parameters(); };
  Result<std::string> result;
  if (const auto admitted = context_.dispatcher.admit(context, operation))
    result = co_await context_.dispatcher.answer(context, operation, read);
  else
    result = std::unexpected(admitted.error());
  reply(request, context, result);
  // After the page of a sync has been queued, the sync attaches the client, and the events that follow the page come
  // after it.
  if (result && context.after_reply) context.after_reply();
  request_done();
}

void LiveClient::reply(const LiveRequest& request, const RequestContext& context, const Result<std::string>& result) {
  if (result) return send_text(encode_reply(request.id, *result));
  send_text(encode_error_reply(request.id, result.error(), context.request_id));
  // A script in a browser cannot see why an upgrade failed, so a bad token is reported here, on the open connection.
  const ErrorCode code = result.error().code;
  if (!life_.is_following() && (code == ErrorCode::unauthenticated || code == ErrorCode::token_expired)) {
    close(CloseCode::unauthenticated, "sign in again or refresh the token");
  }
}

void LiveClient::request_done() {
  switch (life_.end_request()) {
    case LiveLife::After::close: return retire();
    case LiveLife::After::resume_reading: return resume();
  }
}

void LiveClient::retire() {
  if (!life_.retire()) return;
  close(CloseCode::server_restarting, fmt::format(R"({{"retry_after_ms":{}}})", random_number() % kRestartJitterMs));
}

// ---- time ----

Instant LiveClient::on_time(Instant now) {
  switch (life_.due(now, last_heard())) {
    case LiveLife::Due::sign_in: close(CloseCode::unauthenticated, "say hello"); break;
    case LiveLife::Due::new_token: close(CloseCode::unauthenticated, "the token has expired"); break;
    case LiveLife::Due::sign_of_life: close(CloseCode::going_away, "nothing was heard for too long"); break;
    case LiveLife::Due::beat: beat(); break;
    case LiveLife::Due::nothing: break;
  }
  return life_.next_due(last_heard());
}

// Sends a ping, which every browser answers by itself, and a heartbeat event, which the client can see. The digest in
// it lets the client notice that it has missed an event.
void LiveClient::beat() {
  if (!life_.is_identified()) return;
  renew_lease();
  send_ping();
  if (life_.is_following()) send_text(encode_heartbeat(context_.clock.now(), digest()));
}

// The lease lasts as long as a silent connection does; each beat renews it. A user who hides has leases, too: others
// have to see at once that the user has gone, and not after a time of grace.
void LiveClient::renew_lease() {
  PresenceState state = who_.presence.do_not_disturb ? PresenceState::dnd : shown_;
  if (who_.presence.is_hidden) state = PresenceState::hidden;
  context_.leases.renew(user(), lease_, state, loop().limits().silence_timeout);
}

// Takes down everything that other parts keep for this client. Features learn of it last.
void LiveClient::on_gone() {
  context_.shard.remove(*this);
  const bool was_counted = life_.leave();
  const bool was_seen = was_counted && !who_.presence.is_hidden;
  if (was_counted) context_.counts.remove(user());
  if (was_counted) context_.leases.release(user(), lease_);
  context_.ended({*this, context_.loop_index, was_seen});
}

std::string LiveClient::request_id() const { return fmt::format("{}-{}", number(), requests_); }

}  // namespace parley
