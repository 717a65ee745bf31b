#include <parley/app/server.hpp>

#include <csignal>
#include <iostream>
#include <memory>
#include <thread>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>
#include <fmt/format.h>

#include <parley/api/dispatcher.hpp>
#include <parley/api/documents.hpp>
#include <parley/api/operations.hpp>
#include <parley/api/rest.hpp>
#include <parley/app/pages.hpp>
#include <parley/app/signing_key.hpp>
#include <parley/app/version.hpp>
#include <parley/base/log.hpp>
#include <parley/net/server.hpp>
#include <parley/net/websocket_server.hpp>
#include <parley/store/factory.hpp>

namespace parley {
namespace {

constexpr milliseconds kCursorFlushDelay{100};
constexpr std::chrono::minutes kCleaningInterval{10};
constexpr auto kAwaitTuple = asio::as_tuple(use_awaitable);

// What cannot be made without failing, made first.
struct Foundation {
  std::vector<SigningKey> keys;
  std::unique_ptr<Database> database;
};

Result<Foundation> lay_foundation(const Configuration& configuration) {
  Foundation foundation;
  auto database = open_sqlite(configuration.store.sqlite);
  if (!database) return std::unexpected(std::move(database.error()));
  foundation.database = std::move(*database);
  foundation.keys = configuration.auth.keys;
  if (foundation.keys.empty()) {
    auto key = load_or_create_signing_key(signing_key_path(configuration));
    if (!key) return std::unexpected(std::move(key.error()));
    foundation.keys.push_back(std::move(*key));
  }
  return foundation;
}

// The event loops. Each is run by one thread; the first by the thread that called serve().
class Loops {
 public:
  explicit Loops(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      owned_.push_back(std::make_unique<asio::io_context>(1));
      pointers_.push_back(owned_.back().get());
      guards_.emplace_back(owned_.back()->get_executor());
    }
  }

  void run() {
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < owned_.size(); ++i) threads.emplace_back([loop = pointers_[i]] { loop->run(); });
    owned_[0]->run();
  }

  // Lets the loops end once they have nothing left to do.
  void release() { guards_.clear(); }
  asio::io_context& first() { return *owned_[0]; }
  std::span<asio::io_context* const> all() const { return pointers_; }

 private:
  std::vector<std::unique_ptr<asio::io_context>> owned_;
  std::vector<asio::io_context*> pointers_;
  std::vector<asio::executor_work_guard<Executor>> guards_;
};

OperationTable operations(const Configuration& configuration) {
  OperationTable table(configuration.limits);
  add_all_operations(table);
  if (configuration.dev.enabled) add_development_operations(table);
  return table;
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
  Server(const Configuration& configuration, Foundation foundation)
      : configuration_(configuration),
        loops_(event_loop_count(configuration)),
        hashing_("bcrypt", bcrypt_thread_count(configuration), configuration.auth.bcrypt_queue_limit),
        hasher_(static_cast<int>(configuration.auth.bcrypt_cost)),
        access_tokens_(foundation.keys, configuration.auth.issuer, configuration.auth.audience,
                       configuration.auth.access_token_life),
        database_(std::move(foundation.database)),
        writer_(*database_, clock_, MessageWriterLimits{},
                [this](std::size_t messages, std::chrono::nanoseconds duration) {
                  metrics_.commit_batch_size.observe(messages);
                  metrics_.commit_seconds.observe(duration);
                }),
        read_cursors_([this] { flush_cursors_later(); }),
        accounts_(*database_, hashing_, hasher_, access_tokens_, clock_, configuration.limits,
                  {foundation.keys.front().secret, configuration.auth.refresh_token_life,
                   configuration.auth.registration == RegistrationPolicy::open}),
        conversations_(*database_, read_cursors_, clock_, configuration.limits),
        messaging_(*database_, writer_, read_cursors_, clock_, [this](Event event) { hub_.announce({&event, 1}); }),
        sync_(*database_, read_cursors_, configuration.limits),
        bus_(create_local_bus()),
        leases_(create_local_leases()),
        hub_(
            *bus_, loops_.all(),
            [this](ConversationId conversation, Rev since, Seq joined_seq) {
              return sync_.changes_since(conversation, since, joined_seq);
            },
            {configuration.websocket.deflate}, metrics_),
        table_(operations(configuration)),
        services_{accounts_,
                  conversations_,
                  messaging_,
                  sync_,
                  clock_,
                  configuration.limits,
                  configuration.server.public_url.starts_with("https://")},
        dispatcher_(table_, services_, configuration.limits, metrics_),
        pages_(
            table_, *database_, metrics_, [this] { refresh_gauges(); }, configuration.metrics.enabled),
        rest_(
            dispatcher_, accounts_, configuration.limits,
            [this](const HttpRequest& request) { return pages_.answer(request); }, metrics_),
        websockets_({configuration.websocket.deflate, configuration.auth.query_token},
                    {dispatcher_, rest_, accounts_, hub_, *leases_, clock_, configuration.limits, metrics_},
                    loops_.all()),
        http_({configuration.server.address, configuration.server.port, configuration.limits,
               allowed_origins(configuration.server), configuration.server.trusted_proxies, services_.secure_cookies},
              rest_, websockets_, loops_.all()),
        signals_(loops_.first(), SIGINT, SIGTERM),
        background_(loops_.first().get_executor()) {
    database_->set_commit_listener([this](std::span<const Event> events) { committed(events); });
  }

  Result<void> start() {
    if (auto started = http_.start(); !started) return started;
    background_.spawn(clean_now_and_then());
    asio::co_spawn(loops_.first(), stop_on_signal(), asio::detached);
    return {};
  }

  void run() { loops_.run(); }
  std::uint16_t port() const { return http_.port(); }

 private:
  void committed(std::span<const Event> events) {
    std::uint64_t messages = 0;
    for (const Event& event : events) {
      const auto* in_conversation = std::get_if<ConversationEvent>(&event);
      if (in_conversation && std::holds_alternative<MessageCreated>(in_conversation->change)) ++messages;
    }
    metrics_.messages_sent.add(messages);
    hub_.announce(events);
  }

  void flush_cursors_later() {
    asio::post(loops_.first(), [this] { background_.spawn(flush_cursors()); });
  }

  Awaitable<void> flush_cursors() {
    Timer pause(loops_.first().get_executor(), kCursorFlushDelay);
    co_await pause.async_wait(kAwaitTuple);
    co_await read_cursors_.flush(*database_);
  }

  Awaitable<void> clean_now_and_then() {
    Timer pause(loops_.first().get_executor());
    for (;;) {
      pause.expires_after(kCleaningInterval);
      if (const auto [cancelled] = co_await pause.async_wait(kAwaitTuple); cancelled) co_return;
      co_await accounts_.remove_expired();
    }
  }

  void refresh_gauges() {
    const DatabaseStatus status = database_->status();
    metrics_.store_queue_reads.set(static_cast<std::int64_t>(status.queued_reads));
    metrics_.store_queue_writes.set(static_cast<std::int64_t>(status.queued_writes + writer_.queued()));
    metrics_.bcrypt_queue.set(static_cast<std::int64_t>(hashing_.queued()));
    metrics_.http_connections.set(static_cast<std::int64_t>(http_.connections()));
    metrics_.sessions_active.set(static_cast<std::int64_t>(leases_->online_count(Instant::clock::now())));
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
    for (std::size_t i = 0; i < loops_.all().size(); ++i) {
      co_await asio::co_spawn(loops_.all()[i]->get_executor(), hub_.shard(i).shut_down(deadline), use_awaitable);
    }
    background_.abort();
    co_await background_.join(deadline);
    co_await read_cursors_.flush(*database_);
    loops_.release();
  }

  const Configuration& configuration_;
  SystemClock clock_;
  Metrics metrics_;
  Loops loops_;
  BlockingPool hashing_;
  PasswordHasher hasher_;
  AccessTokens access_tokens_;
  std::unique_ptr<Database> database_;
  MessageWriter writer_;
  ReadCursors read_cursors_;
  Accounts accounts_;
  Conversations conversations_;
  Messaging messaging_;
  Sync sync_;
  std::unique_ptr<EventBus> bus_;
  std::unique_ptr<PresenceLeases> leases_;
  Hub hub_;
  OperationTable table_;
  Services services_;
  Dispatcher dispatcher_;
  SystemPages pages_;
  Rest rest_;
  WebSocketServer websockets_;
  HttpServer http_;
  asio::basic_signal_set<Executor> signals_;
  TaskGroup background_;
};

int give_up(const Error& error) {
  log::error("server.failed", {{"detail", error.detail}});
  return 1;
}

void say_ready(const Configuration& configuration, std::uint16_t port) {
  const std::string& address = configuration.server.address;
  const std::string host = address == "0.0.0.0" || address == "::" ? "localhost" : address;
  const std::string url = fmt::format("http://{}:{}", host.contains(':') ? "[" + host + "]" : host, port);
  log::info("server.ready", {{"url", url}, {"version", version()}, {"database", configuration.store.sqlite.path}});
  if (configuration.dev.enabled) {
    log::warn("server.development", {{"detail", "dev.enabled is on: anybody can sign in as anybody"}});
  }
  std::cout << "Parley is ready at " << url << std::endl;
}

}  // namespace

int serve(const Configuration& configuration) {
  auto foundation = lay_foundation(configuration);
  if (!foundation) return give_up(foundation.error());
  Server server(configuration, std::move(*foundation));
  if (auto started = server.start(); !started) return give_up(started.error());
  say_ready(configuration, server.port());
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
