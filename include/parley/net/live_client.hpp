// A WebSocket connection that speaks Parley's protocol. It reads requests, lets the dispatcher answer them, and is a
// subscriber of its loop's hub shard. Its WebSocketLoop owns it, and each request under way keeps it alive; all calls
// are made on that loop.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_set>

#include <parley/api/dispatcher.hpp>
#include <parley/api/request_context.hpp>
#include <parley/base/token_bucket.hpp>
#include <parley/bus/presence_leases.hpp>
#include <parley/hub/shard.hpp>
#include <parley/net/address_counts.hpp>
#include <parley/net/ended_connection.hpp>
#include <parley/net/live_life.hpp>
#include <parley/net/websocket_connection.hpp>
#include <parley/protocol/live_message.hpp>

namespace parley {

class ConnectionCounts;

// What all live connections of one loop use. It outlives them.
struct LiveContext {
  std::size_t loop_index;
  Dispatcher& dispatcher;
  Shard& shard;
  PresenceLeases& leases;
  ConnectionCounts& counts;
  const Clock& clock;
  const ConnectionEnded& ended;
};

// Where a client comes from, and its place among the connections of its address.
struct ClientPlace {
  std::string address;
  AddressPlace counted;
};

class LiveClient final : public WebSocketConnection, public Subscriber, public LiveConnection {
 public:
  LiveClient(Socket socket, WebSocketLoop& loop, const WebSocketOptions& options, const LiveContext& context,
             ClientPlace place);
  ~LiveClient() override;

  // Takes no further request, and closes with 4512 (server_restarting) once the requests under way are answered.
  void retire() override;

  // Subscriber
  UserId user() const override { return who_.caller.user; }
  SessionId session() const override { return who_.caller.session; }
  std::weak_ptr<Subscriber> weak_self() override;
  void deliver(const SharedEvent& event) override;
  void end(CloseCode code, std::string_view reason) override { close(code, reason); }

  // Subscriber and LiveConnection
  void apply(const PresenceRules& rules) override;

  // LiveConnection
  Result<void> bind(UserId user, SessionId session) override;
  Result<void> identify(const Authenticated& who) override;
  bool has_said_hello() const override { return life_.is_following(); }
  bool receives(ConversationId conversation) const override { return context_.shard.is_attached(*this, conversation); }
  void hold(std::span<const ConversationId> conversations) override;
  void attach(UserRev user_rev, std::span<const StreamPosition> covered, bool is_last) override;
  Subscriber* subscriber() override { return is_closing() ? nullptr : this; }
  std::size_t loop_index() const override { return context_.loop_index; }
  void show(PresenceState state) override;
  PresenceRules presence_rules() const override { return who_.presence; }
  void renew(Time expires_at) override;

 private:
  void on_message(std::string_view payload, bool is_text) override;
  void on_gone() override;
  Instant on_time(Instant now) override;

  void refuse(const MalformedRequest& malformed);
  Result<void> admit_bytes(std::size_t bytes);
  std::optional<milliseconds> over_rate(std::size_t bytes);
  void start_request(LiveRequest request, std::size_t bytes);
  Awaitable<void> run(std::shared_ptr<LiveClient> self, LiveRequest request, const Operation& operation,
                      std::size_t bytes);
  void reply(const LiveRequest& request, const RequestContext& context, const Result<std::string>& result);
  void request_done();
  void beat();
  void renew_lease();
  void expire_at(Time expires_at);
  std::string request_id() const;

  const LiveContext& context_;
  ClientPlace place_;
  Authenticated who_;  // the user and session that it is bound to, which are empty at first
  TokenBucket bucket_;
  // Conversations that are held and not attached yet. It exists between hello and the last page of the client's sync.
  std::unique_ptr<std::unordered_set<ConversationId>> held_;
  LiveLife life_;
  LeaseId lease_ = LeaseId::generate();
  PresenceState shown_ = PresenceState::online;  // what the device shows; the user's rules may hide it
  std::size_t malformed_ = 0;
  std::size_t refused_ = 0;  // requests that the rate limit refused since the last one that it allowed
  std::int64_t requests_ = 0;
};

}  // namespace parley
