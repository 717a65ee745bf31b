#include <parley/app/server.hpp>

#include <csignal>
#include <iostream>
#include <malloc.h>
#include <memory>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>
#include <fmt/format.h>

#include <parley/api/client_config.hpp>
#include <parley/api/dispatcher.hpp>
#include <parley/api/documents.hpp>
#include <parley/api/rest.hpp>
#include <parley/app/backends.hpp>
#include <parley/app/memory_trim.hpp>
#include <parley/app/operations.hpp>
#include <parley/app/pages.hpp>
#include <parley/app/signing_key.hpp>
#include <parley/app/version.hpp>
#include <parley/base/log.hpp>
#include <parley/core/announce.hpp>
#include <parley/core/announcements.hpp>
#include <parley/features/conversations/conversations.hpp>
#include <parley/features/messages/messaging.hpp>
#include <parley/features/presence/presence_watches.hpp>
#include <parley/features/presence/presences.hpp>
#include <parley/features/search/search.hpp>
#include <parley/features/search/search_indexer.hpp>
#include <parley/features/sign_in/accounts.hpp>
#include <parley/features/sign_in/operations.hpp>
#include <parley/features/sign_in/refresh_cookies.hpp>
#include <parley/features/sync/sync.hpp>
#include <parley/net/http_listener.hpp>
#include <parley/net/websocket_endpoint.hpp>

#include "app/loops.hpp"

namespace parley {
namespace {

constexpr milliseconds kCursorFlushDelay{100};
constexpr milliseconds kTypingFlushDelay{100};
constexpr milliseconds kDepartureFlushDelay{500};
constexpr std::chrono::minutes kCleaningInterval{10};
constexpr seconds kProbeInterval{2};
constexpr seconds kTrimInterval{2};
constexpr auto kAwaitTuple = asio::as_tuple(use_awaitable);

// What cannot be made without failing, made first.
struct Resources {
  std::vector<SigningKey> keys;
  std::unique_ptr<Metrics> metrics = std::make_unique<Metrics>();
  std::unique_ptr<Loops> loops;
  std::unique_ptr<Database> database;
  SharedParts shared;
};

Result<Resources> open_resources(const Configuration& configuration, bool migrate) {
  Resources resources;
  resources.loops = std::make_unique<Loops>(event_loop_count(configuration));
  auto database = open_database(configuration, migrate);
  if (!database) return std::unexpected(std::move(database.error()));
  resources.database = std::move(*database);
  auto shared = open_shared_parts(configuration, resources.loops->first(), *resources.metrics);
  if (!shared) return std::unexpected(std::move(shared.error()));
  resources.shared = std::move(*shared);
  resources.keys = configuration.auth.keys;
  if (resources.keys.empty()) {
    auto key = load_or_create_signing_key(signing_key_path(configuration));
    if (!key) return std::unexpected(std::move(key.error()));
    resources.keys.push_back(std::move(*key));
  }
  return resources;
}

OperationTable operations(const Configuration& configuration) {
  OperationTable table(configuration.limits);
  add_all_operations(table);
  if (configuration.dev.enabled) add_development_operations(table);
  return table;
}

// https://chat.example.org and wss://chat.example.org/api/ws; relative where clients know no better than where they
// are.
ClientConfig client_config(const Configuration& configuration) {
  const std::string& url = configuration.server.public_url;
  std::string socket = url.empty() ? "" : "ws" + url.substr(std::string_view("http").size());
  return {std::string(version()),
          socket + "/api/ws",
          configuration.auth.registration == RegistrationPolicy::open,
          milliseconds(configuration.limits.heartbeat_interval).count(),
          client_limits(configuration.limits),
          client_features()};
}

bool uses_https(const Configuration& configuration) { return configuration.server.public_url.starts_with("https://"); }

Task<RecoveredStream> recover(Sync& sync, ConversationId conversation, Rev since, Seq joined_seq) {
  const auto changes = co_await sync.changes_since(conversation, since, joined_seq);
  if (!changes) co_return std::unexpected(changes.error());
  co_return recovered_stream(*changes);
}

Task<std::vector<StreamRev>> read_revs(Sync& sync, std::vector<Topic> topics) {
  std::vector<ConversationId> conversations;
  std::vector<UserId> users;
  for (const Topic& topic : topics) {
    if (const auto* conversation = std::get_if<ConversationId>(&topic)) conversations.push_back(*conversation);
    if (const auto* user = std::get_if<UserId>(&topic)) users.push_back(*user);
  }
  const auto revs = co_await sync.revs(std::move(conversations), std::move(users));
  if (!revs) co_return std::unexpected(revs.error());
  std::vector<StreamRev> streams;
  for (const auto& [id, rev] : revs->conversations) streams.push_back({id, rev.value()});
  for (const auto& [id, rev] : revs->users) streams.push_back({id, rev.value()});
  co_return streams;
}

HubOptions hub_options(const Configuration& configuration) {
  HubOptions options;
  options.deflate = configuration.websocket.deflate;
  return options;
}

FollowLimits index_limits(const Configuration& configuration) {
  FollowLimits limits;
  limits.sweep_interval = configuration.search.sweep_interval;
  return limits;
}

// Pages of the server's own public address are its own, whatever Host a proxy hands on.
std::vector<std::string> allowed_origins(const Configuration::Server& server) {
  std::vector<std::string> origins = server.allowed_origins;
  if (!server.public_url.empty()) origins.push_back(server.public_url);
  return origins;
}

// The composition root: every part is a member, made in the order in which it is needed and ended in the reverse.
class Server {
 public:
  Server(const Configuration& configuration, Resources resources)
      : configuration_(configuration),
        metrics_(std::move(resources.metrics)),
        loops_(std::move(resources.loops)),
        hashing_("bcrypt", bcrypt_thread_count(configuration), configuration.auth.bcrypt_queue_limit),
        hasher_(static_cast<int>(configuration.auth.bcrypt_cost)),
        access_tokens_(resources.keys, configuration.auth.issuer, configuration.auth.audience,
                       configuration.auth.access_token_life),
        database_(std::move(resources.database)),
        shared_(std::move(resources.shared)),
        writer_(*database_, clock_, MessageWriterLimits{.lanes = message_lanes(configuration)},
                [this](const BatchReport& batch) {
                  metrics_->commit_batch_size.observe(batch.messages);
                  metrics_->commit_seconds.observe(batch.duration);
                  metrics_->messages_duplicate.add(batch.duplicates);
                }),
        read_cursors_([this] { later(kCursorFlushDelay, &Server::flush_cursors); }),
        presences_(*database_, *shared_.leases, [this] { later(kDepartureFlushDelay, &Server::flush_departures); }),
        accounts_(*database_, hashing_, hasher_, access_tokens_, *shared_.limits, clock_, configuration.limits,
                  {resources.keys.front().secret, configuration.auth.refresh_token_life,
                   configuration.auth.registration == RegistrationPolicy::open}),
        conversations_(*database_, read_cursors_, clock_, configuration.limits),
        messaging_(
            *database_, writer_, read_cursors_, clock_, configuration.limits,
            [this](Event event) { hub_.publish(announcements_of({&event, 1})); },
            [this] { later(kTypingFlushDelay, &Server::flush_typing); }),
        search_(*database_),
        search_indexer_(create_search_indexer(
            loops_->first().get_executor(), *database_, *metrics_,
            [this] { return database_->status().queued_writes + writer_.queued(); }, index_limits(configuration))),
        sync_(*database_, read_cursors_, configuration.limits),
        hub_(*shared_.bus, loops_->all(), hub_sources(), hub_options(configuration), *metrics_),
        presence_watches_(
            loops_->all(), *shared_.leases,
            [this](std::vector<Presence> presences) { return presences_.add_last_seen(std::move(presences)); },
            [options = hub_options(configuration)](const std::string& json) {
              return encode_for_clients(json, options);
            },
            {.grace = configuration.limits.presence_grace}),
        table_(operations(configuration)),
        refresh_cookies_(clock_, uses_https(configuration)),
        client_config_(client_config(configuration)),
        dispatcher_(table_, configuration.limits, *metrics_),
        pages_(
            table_, [this] { return health(); }, *metrics_, [this] { refresh_gauges(); },
            configuration.metrics.enabled),
        rest_(dispatcher_, accounts_, configuration.limits,
              [this](const HttpRequest& request) { return pages_.answer(request); }),
        websockets_({configuration.websocket.deflate, configuration.auth.query_token},
                    {dispatcher_, rest_, accounts_, hub_, *shared_.leases, clock_, configuration.limits, *metrics_,
                     [this](const EndedConnection& ended) { connection_ended(ended); }},
                    loops_->all()),
        http_({configuration.server.address, configuration.server.port, configuration.limits,
               allowed_origins(configuration.server), configuration.server.trusted_proxies, uses_https(configuration)},
              rest_, websockets_, *metrics_, loops_->all()),
        signals_(loops_->first(), SIGINT, SIGTERM),
        background_(loops_->first().get_executor()) {
    bind_operations();
    database_->set_commit_listener(listen_to_events([this](std::span<const Event> events) { committed(events); }));
  }

  Result<void> start() {
    if (auto started = http_.start(); !started) return started;
    hub_.start();
    background_.spawn(tidy_now_and_then());
    background_.spawn(look_after_the_database());
    background_.spawn(look_after_memory());
    background_.spawn(search_indexer_->run());
    asio::co_spawn(loops_->first(), stop_on_signal(), asio::detached);
    return {};
  }

  void run() { loops_->run(); }
  std::uint16_t port() const { return http_.port(); }

 private:
  void bind_operations() {
    ServiceRegistry services;
    services.add(accounts_);
    services.add(conversations_);
    services.add(messaging_);
    services.add(search_);
    services.add(sync_);
    services.add(presences_);
    services.add(presence_watches_);
    services.add<const RefreshCookies>(refresh_cookies_);
    services.add<const ClientConfig>(client_config_);
    services.add<const Clock>(clock_);
    services.add<const Limits>(configuration_.limits);
    services.add(*metrics_);
    table_.bind(services);
  }

  HubSources hub_sources() {
    return {.recover = [this](ConversationId conversation, Rev since,
                              Seq joined_seq) { return recover(sync_, conversation, since, joined_seq); },
            .read_revs = [this](std::vector<Topic> topics) { return read_revs(sync_, std::move(topics)); },
            .check_bus = [this] { return bus_status(); }};
  }

  void connection_ended(const EndedConnection& ended) {
    presence_watches_.on(ended.loop_index).remove(ended.subscriber);
    if (ended.was_seen) presences_.left(ended.subscriber.user(), clock_.now());
  }

  // A commit that nobody knows the outcome of is as good as a publication that was lost.
  BusStatus bus_status() const {
    const BusStatus bus = shared_.bus->status();
    const DatabaseStatus database = database_->status();
    return {bus.is_whole && database.reachable, bus.interruptions + database.failures};
  }

  Health health() const { return {database_->status().reachable, shared_.bus->status().is_whole}; }

  void committed(std::span<const Event> events) {
    std::uint64_t messages = 0;
    for (const Event& event : events) {
      const auto* in_conversation = std::get_if<ConversationEvent>(&event);
      if (in_conversation && std::holds_alternative<MessageCreated>(in_conversation->change)) ++messages;
    }
    metrics_->messages_sent.add(messages);
    hub_.publish(announcements_of(events));
    search_indexer_->changed(events);
  }

  // What was merged in memory is flushed a moment after the first of it came. Any thread.
  void later(milliseconds delay, Awaitable<void> (Server::*flush)()) {
    asio::post(loops_->first(), [this, delay, flush] {
      if (!is_ending_) background_.spawn(pause_and(delay, flush));
    });
  }

  Awaitable<void> pause_and(milliseconds delay, Awaitable<void> (Server::*flush)()) {
    Timer pause(loops_->first().get_executor(), delay);
    co_await pause.async_wait(kAwaitTuple);
    co_await (this->*flush)();
  }

  Awaitable<void> flush_cursors() { co_await read_cursors_.flush(*database_); }
  Awaitable<void> flush_departures() { co_await presences_.flush(); }
  Awaitable<void> flush_typing() {
    messaging_.flush_typing();
    co_return;
  }

  Awaitable<void> tidy_now_and_then() {
    Timer pause(loops_->first().get_executor());
    for (;;) {
      co_await accounts_.index_names();
      pause.expires_after(kCleaningInterval);
      if (const auto [cancelled] = co_await pause.async_wait(kAwaitTuple); cancelled) co_return;
      co_await accounts_.remove_expired();
    }
  }

  // So that the server knows when its database is away even while nobody asks for anything.
  Awaitable<void> look_after_the_database() {
    Timer pause(loops_->first().get_executor());
    for (;;) {
      pause.expires_after(kProbeInterval);
      if (const auto [cancelled] = co_await pause.async_wait(kAwaitTuple); cancelled) co_return;
      co_await sync_.revs({}, {UserId()});
    }
  }

  // On a thread that may block: an allocator that gives memory back does nothing else for some milliseconds.
  Awaitable<void> look_after_memory() {
    MemoryTrim trim;
    Timer pause(loops_->first().get_executor());
    for (;;) {
      pause.expires_after(kTrimInterval);
      if (const auto [cancelled] = co_await pause.async_wait(kAwaitTuple); cancelled) co_return;
      if (!trim.is_due(metrics_->websocket_connections.value(), metrics_->outbound_queue_bytes.value())) continue;
      co_await hashing_.run([]() -> Result<void> {
        ::malloc_trim(0);
        return {};
      });
    }
  }

  void refresh_gauges() {
    const DatabaseStatus status = database_->status();
    metrics_->store_queue_reads.set(static_cast<std::int64_t>(status.queued_reads));
    metrics_->store_queue_writes.set(static_cast<std::int64_t>(status.queued_writes + writer_.queued()));
    metrics_->bcrypt_queue.set(static_cast<std::int64_t>(hashing_.queued()));
    metrics_->http_connections.set(static_cast<std::int64_t>(http_.connections()));
    metrics_->sessions_active.set(static_cast<std::int64_t>(shared_.leases->local_count()));
  }

  // The first signal begins an orderly stop; a second one ends the process at once.
  Awaitable<void> stop_on_signal() {
    const auto [error, signal] = co_await signals_.async_wait(kAwaitTuple);
    signals_.clear();
    log::info("server.stopping", {{"signal", signal}, {"drain_ms", milliseconds(configuration_.server.drain)}});
    const Instant deadline = Instant::clock::now() + configuration_.server.drain;
    pages_.stop();
    http_.stop_accepting();
    co_await websockets_.drain(deadline);
    co_await http_.drain(deadline);
    for (std::size_t i = 0; i < loops_->all().size(); ++i) {
      const auto loop = loops_->all()[i]->get_executor();
      co_await asio::co_spawn(loop, presence_watches_.on(i).shut_down(deadline), use_awaitable);
      co_await asio::co_spawn(loop, hub_.shut_down(i, deadline), use_awaitable);
    }
    // What cannot be flushed now, the database being away, is not tried again: the end would wait until it is back.
    is_ending_ = true;
    background_.abort();
    co_await background_.join(deadline);
    co_await read_cursors_.flush(*database_);
    co_await presences_.flush();
    if (shared_.links) co_await shared_.links->shut_down(deadline);
    loops_->release();
  }

  const Configuration& configuration_;
  SystemClock clock_;
  std::unique_ptr<Metrics> metrics_;
  std::unique_ptr<Loops> loops_;
  BlockingPool hashing_;
  PasswordHasher hasher_;
  AccessTokens access_tokens_;
  std::unique_ptr<Database> database_;
  SharedParts shared_;
  MessageWriter writer_;
  ReadCursors read_cursors_;
  Presences presences_;
  Accounts accounts_;
  Conversations conversations_;
  Messaging messaging_;
  Search search_;
  std::unique_ptr<Follower> search_indexer_;
  Sync sync_;
  Hub hub_;
  PresenceWatches presence_watches_;
  OperationTable table_;
  RefreshCookies refresh_cookies_;
  ClientConfig client_config_;
  Dispatcher dispatcher_;
  SystemPages pages_;
  Rest rest_;
  WebSocketEndpoint websockets_;
  HttpListener http_;
  asio::basic_signal_set<Executor> signals_;
  TaskGroup background_;
  bool is_ending_ = false;  // on the first loop
};

int log_failure(const Error& error) {
  log::error("server.failed", {{"detail", error.detail}});
  return 1;
}

void report_ready(const Configuration& configuration, std::uint16_t port) {
  const std::string& address = configuration.server.address;
  const std::string host = address == "0.0.0.0" || address == "::" ? "localhost" : address;
  const std::string url = fmt::format("http://{}:{}", host.contains(':') ? "[" + host + "]" : host, port);
  log::info("server.ready", {{"url", url}, {"version", version()}, {"database", describe_database(configuration)}});
  if (configuration.dev.enabled) {
    log::warn("server.development", {{"detail", "dev.enabled is on: anybody can sign in as anybody"}});
  }
  std::cout << "Parley is ready at " << url << std::endl;
}

}  // namespace

int serve(const Configuration& configuration, bool migrate) {
  auto resources = open_resources(configuration, migrate);
  if (!resources) return log_failure(resources.error());
  Server server(configuration, std::move(*resources));
  if (auto started = server.start(); !started) return log_failure(started.error());
  report_ready(configuration, server.port());
  server.run();
  log::info("server.stopped");
  return 0;
}

std::string openapi_document() {
  const Limits limits;
  OperationTable table(limits);
  add_all_operations(table);
  return openapi_document(table, version());
}

std::string asyncapi_document() {
  const Limits limits;
  OperationTable table(limits);
  add_all_operations(table);
  return asyncapi_document(table, version());
}

}  // namespace parley
