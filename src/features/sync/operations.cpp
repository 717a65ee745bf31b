#include <parley/features/sync/operations.hpp>

#include <parley/api/client_config.hpp>
#include <parley/base/metrics.hpp>
#include <parley/features/sign_in/sessions.hpp>
#include <parley/features/sync/fields.hpp>
#include <parley/features/sync/sync.hpp>

namespace parley {
namespace {

// Reads what hello and sync have in common.
SyncRequest sync_request(const auto& body, std::optional<ConversationId> after) {
  SyncRequest request{body.epoch, {}, body.user_rev, after, body.until};
  for (const auto& [conversation, position] : body.conversations) {
    request.positions.emplace(conversation, ClientPosition{position.rev, position.read_seq});
  }
  return request;
}

SyncReply sync_reply(SyncPage page) {
  SyncReply reply{page.epoch,
                  page.user.rev,
                  std::move(page.changes),
                  {},
                  std::move(page.added),
                  std::move(page.gone),
                  std::move(page.cursors),
                  std::move(page.settings),
                  std::move(page.blocks),
                  std::move(page.invitations),
                  page.next};
  for (ConversationReset& reset : page.resets) {
    reply.reset.push_back({std::move(reset.summary), std::move(reset.messages)});
  }
  return reply;
}

// Reads a page. If the client is live, its events follow from the revs of the page. They are attached after the reply
// has been queued, so that the client gets the page before them.
Task<SyncPage> next_page(Sync& service, Metrics& metrics, RequestContext& context, SyncRequest request) {
  SyncPage page = CO_TRY(co_await service.page(context.caller().user, std::move(request)));
  metrics.syncs.add();
  metrics.sync_resets.add(page.resets.size());
  if (context.live) {
    context.after_reply = [live = context.live, user_rev = page.user.rev, rules = page.user.presence_rules(),
                           covered = std::move(page.covered), is_last = !page.next] {
      live->apply(rules);
      live->attach(user_rev, covered, is_last);
    };
  }
  co_return page;
}

Task<SyncReply> sync(Sync& service, Metrics& metrics, RequestContext& context, const SyncRequestBody& request) {
  auto page = CO_TRY(co_await next_page(service, metrics, context, sync_request(request, request.cursor)));
  co_return sync_reply(std::move(page));
}

// Returns what the token of hello says, or what the token of the upgrade said if hello has none.
Result<AccessClaims> claims_of(const Sessions& sessions, const RequestContext& context,
                               const std::optional<Secret>& token) {
  if (token) return sessions.verify(token->value);
  if (!context.who) return fail(ErrorCode::unauthenticated, "hello needs a token.");
  return AccessClaims{context.caller().user, context.caller().session, context.who->expires_at};
}

// Binds the connection to its session and user, and holds back the events of the user's conversations. The connection
// is bound before the session is read, and events are held back before the page is read. So nothing is missed in
// between, not even the end of the session.
Task<void> begin(Sync& service, RequestContext& context, AccessClaims claims) {
  CO_TRY(context.live->bind(claims.user, claims.session));
  const SyncStart start = CO_TRY(co_await service.start(claims.user, claims.session));
  context.who = Authenticated{{claims.user, claims.session, start.role}, claims.expires_at, start.presence};
  CO_TRY(context.live->identify(*context.who));
  context.live->hold(start.conversations);
  co_return Result<void>();
}

HelloReply hello_reply(const ClientConfig& config, Time now, const RequestContext& context, SyncPage page) {
  User user = page.user;
  return {std::move(user), context.caller().session,   now, context.who->expires_at, config.heartbeat_ms, config.limits,
          config.features, sync_reply(std::move(page))};
}

Task<HelloReply> hello(Sync& service, const Sessions& sessions, const CurrentConfig& config, const Clock& clock,
                       Metrics& metrics, RequestContext& context, HelloRequest request) {
  if (context.live->has_said_hello()) co_return fail(ErrorCode::conflict, "This connection has said hello already.");
  const auto claims = CO_TRY(claims_of(sessions, context, request.token));
  CO_TRY(co_await begin(service, context, claims));
  auto page = CO_TRY(co_await next_page(service, metrics, context, sync_request(request, std::nullopt)));
  co_return hello_reply(config(), clock.now(), context, std::move(page));
}

// A connection stays with its session. A client that signed in again opens a new connection.
Task<TokenRenewed> renew(Sessions& sessions, RequestContext& context, TokenRequest request) {
  auto who = CO_TRY(co_await sessions.authenticate(std::move(request.token.value)));
  if (who.caller.session != context.caller().session) {
    co_return fail(ErrorCode::conflict, "The token belongs to another session than this connection.");
  }
  context.live->renew(who.expires_at);
  co_return TokenRenewed{who.expires_at};
}

}  // namespace

void add_sync_operations(OperationTable& table) {
  using namespace authority;
  using enum HttpMethod;
  using enum Transport;
  // clang-format off
  table.add({
    {"hello",        anyone, get,  "",      200,
     handle<HelloRequest, HelloReply>(hello),   "Say who you are and where you stand; live events follow.", websocket},
    {"auth.refresh", user,   get,  "",      200,
     handle<TokenRequest, TokenRenewed>(renew), "Renew this connection with a new token in time.", websocket},
    {"sync",         user,   post, "/sync", 200,
     handle<SyncRequestBody, SyncReply>(sync),  "What a client missed since it last listened."},
  });
  // clang-format on
}

}  // namespace parley
