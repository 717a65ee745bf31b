// A WebSocket connection that speaks Parley's protocol: reads requests, has the dispatcher answer them, and is a
// subscriber of its loop's hub shard. Lives on one loop.
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
#include <parley/net/ended_connection.hpp>
#include <parley/net/live_life.hpp>
#include <parley/net/websocket_connection.hpp>
#include <parley/protocol/live_message.hpp>

namespace parley {

// How many connections each user has on this node. Any thread.
class ConnectionCounts;

// What all live connections of one loop work with, and which outlives them.
struct LiveContext {
  std::size_t loop_index;
  Dispatcher& dispatcher;
  Shard& shard;
  PresenceLeases& leases;
  ConnectionCounts& counts;
  const Clock& clock;
  const ConnectionEnded& ended;
};

class LiveClient final : public WebSocketConnection, public Subscriber, public LiveConnection {
 public:
  LiveClient(Socket socket, WebSocketLoop& loop, const WebSocketOptions& options, const LiveContext& context,
             std::string address);
  ~LiveClient() override;

  void retire() override;

  // Subscriber
  UserId user() const override { return who_.caller.user; }
  SessionId session() const override { return who_.caller.session; }
  std::weak_ptr<Subscriber> weak_self() override;
  void deliver(const SharedEvent& event) override;
  void end(CloseCode code, std::string_view reason) override { close(code, reason); }

  // Both
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
  std::optional<milliseconds> over_rate();
  void start_request(LiveRequest request);
  Awaitable<void> run(std::shared_ptr<LiveClient> self, LiveRequest request, const Operation& operation);
  void reply(const LiveRequest& request, const RequestContext& context, const Result<std::string>& result);
  void request_done();
  void beat();
  void renew_lease();
  void expire_at(Time expires_at);
  std::string request_id() const;

  const LiveContext& context_;
  std::string address_;
  Authenticated who_;  // to whose session it is bound: nobody's at first, and proven only once it is identified
  TokenBucket bucket_;
  std::unique_ptr<std::unordered_set<ConversationId>> held_;  // between hello and the last page of its sync
  LiveLife life_;
  LeaseId lease_ = LeaseId::generate();
  PresenceState shown_ = PresenceState::online;  // by the device itself
  std::size_t malformed_ = 0;
  std::size_t refused_ = 0;  // by the rate, one after another
  std::int64_t requests_ = 0;
};

}  // namespace parley
