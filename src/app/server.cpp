// The list of the parts of the server. A new feature needs its module here, in three places: the constructor, the
// members, and modules_. It also needs its operations in app/operations.cpp, and its row in tests/layering/check.py.
#include <parley/app/server.hpp>

#include <csignal>
#include <memory>
#include <optional>
#include <ranges>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>

#include <parley/api/client_config.hpp>
#include <parley/api/dispatcher.hpp>
#include <parley/api/rest.hpp>
#include <parley/app/internal_pages.hpp>
#include <parley/app/operations.hpp>
#include <parley/app/pages.hpp>
#include <parley/base/log.hpp>
#include <parley/features/accounts/module.hpp>
#include <parley/features/admin/module.hpp>
#include <parley/features/conversations/module.hpp>
#include <parley/features/messages/module.hpp>
#include <parley/features/presence/module.hpp>
#include <parley/features/receipts/module.hpp>
#include <parley/features/search/module.hpp>
#include <parley/features/sign_in/module.hpp>
#include <parley/features/sync/module.hpp>
#include <parley/features/typing/module.hpp>

#include "app/event_relay.hpp"
#include "app/hub_sources.hpp"
#include "app/options.hpp"
#include "app/resources.hpp"
#include "app/startup_report.hpp"
#include "app/upkeep.hpp"

namespace parley {
namespace {

// The composition root. Every part is a member; the members are created in the order in which they need each other, and
// destroyed in reverse. The main thread creates it and runs the first loop.
class Server {
 public:
  Server(const Configuration& configuration, Resources resources)
      : configuration_(configuration),
        metrics_(std::move(resources.metrics)),
        rates_(configuration.limits, *metrics_),
        loops_(std::move(resources.loops)),
        database_(std::move(resources.database)),
        shared_(std::move(resources.shared)),
        engine_{loops_->first().get_executor(), *database_, relay_.announcer(), clock_,
                configuration.limits,           *metrics_},
        sign_in_(engine_, *shared_.limits, sign_in_options(configuration, std::move(resources.keys))),
        accounts_(engine_, sign_in_.password_prover()),
        receipts_(engine_),
        conversations_(engine_, receipts_.read_cursors()),
        messages_(engine_, receipts_.read_cursors(), message_lanes(configuration)),
        typing_(engine_),
        presence_(engine_, *shared_.leases, loops_->all(), client_encoder(configuration),
                  configuration.limits.presence_grace),
        search_(
            engine_, [this] { return messages_.queued_writes(); }, configuration.search.sweep_interval),
        sync_(engine_, receipts_.read_cursors()),
        admin_(engine_, sign_in_.registration()),
        upkeep_(engine_, sync_.sync(), sign_in_.hashing()),
        hub_(*shared_.bus, loops_->all(),
             hub_sources(sync_.sync(), *shared_.bus, *database_, admin_.watch(), presence_.watches()),
             hub_options(configuration), *metrics_),
        table_(operation_table(configuration)),
        current_config_([this] { return client_config(configuration_, sign_in_.registration().is_open()); }),
        storage_(*shared_.limits, configuration.limits),
        dispatcher_(table_, rates_, storage_, *metrics_),
        readiness_([this] { return health(); }),
        pages_(table_, readiness_, configuration.server.public_url),
        internal_pages_(readiness_, *metrics_, [this] { refresh_gauges(); }),
        rest_(dispatcher_, sign_in_.authenticator(), configuration.limits,
              [this](const HttpRequest& request) { return pages_.answer(request); }),
        websockets_(websocket_options(configuration),
                    {dispatcher_, rest_, hub_, *shared_.leases, clock_, configuration.limits, *metrics_,
                     [this](const EndedConnection& ended) {
                       presence_.connection_ended(ended.subscriber, ended.loop_index, ended.was_seen);
                     }},
                    loops_->all()),
        http_(http_options(configuration), rest_, websockets_, *metrics_, loops_->all()),
        internal_(internal_options(configuration), internal_pages_, internal_pages_, *metrics_, loops_->all().first(1)),
        signals_(loops_->first(), SIGINT, SIGTERM) {
    ServiceRegistry services;
    for (Module* module : modules_) module->add_services(services);
    services.add<const CurrentConfig>(current_config_);
    services.add<const Clock>(clock_);
    services.add<const Limits>(configuration_.limits);
    services.add(*metrics_);
    table_.bind(services);
    relay_.open(hub_, modules_);
    database_->set_commit_listener(relay_.commit_listener());
    database_->set_work_listener([this](UserId user, auto time) { rates_.charge_database(user, time); });
  }

  // The database ends last, because the modules wait for their writes while they end. A commit that is still under way
  // is not announced any more.
  ~Server() { relay_.close(); }

  Result<void> start() {
    TRY(http_.start());
    TRY(start_internal());
    hub_.start();
    for (Module* module : modules_) module->start();
    asio::co_spawn(loops_->first(), stop_on_signal(), asio::detached);
    return {};
  }

  void run() { loops_->run(); }
  std::uint16_t port() const { return http_.port(); }
  // Returns the internal port, or nothing if the server has none.
  std::optional<std::uint16_t> internal_port() const { return internal_port_; }

 private:
  Health health() const { return {database_->status().reachable, shared_.bus->status().is_whole}; }

  Result<void> start_internal() {
    const auto& wanted = configuration_.metrics;
    if (!wanted.enabled) return {};
    const auto started = internal_.start();
    if (started) {
      internal_port_ = internal_.port();
    } else if (wanted.is_chosen) {
      return started;
    } else {
      log::warn("metrics.off", {{"detail", started.error().detail}});
    }
    return {};
  }

  void refresh_gauges() {
    for (Module* module : modules_) module->refresh_gauges();
    metrics_->http_connections.set(static_cast<std::int64_t>(http_.connections()));
    metrics_->unread_body_bytes.set(static_cast<std::int64_t>(http_.unread_body_bytes()));
    metrics_->unsent_reply_bytes.set(static_cast<std::int64_t>(http_.unsent_reply_bytes()));
  }

  // The first signal begins an orderly stop; a second one ends the process at once.
  Awaitable<void> stop_on_signal() {
    const auto [error, signal] = co_await signals_.async_wait(asio::as_tuple(use_awaitable));
    signals_.clear();
    log::info("server.stopping", {{"signal", signal}, {"drain_ms", milliseconds(configuration_.server.drain)}});
    const Instant deadline = Instant::clock::now() + configuration_.server.drain;
    readiness_.stop();
    http_.stop_accepting();
    co_await websockets_.drain(deadline);
    co_await http_.drain(deadline);
    for (std::size_t i = 0; i < loops_->all().size(); ++i) {
      const auto loop = loops_->all()[i]->get_executor();
      co_await asio::co_spawn(loop, presence_.shut_down(i, deadline), use_awaitable);
      co_await asio::co_spawn(loop, hub_.shut_down(i, deadline), use_awaitable);
    }
    // What cannot be flushed now, because the database cannot be reached, is not tried again: the stop would wait until
    // the database is back.
    for (Module* module : modules_ | std::views::reverse) co_await module->stop(deadline);
    for (Module* module : modules_) co_await module->flush();
    if (shared_.links) co_await shared_.links->shut_down(deadline);
    co_await internal_.drain(deadline);
    loops_->release();
  }

  const Configuration& configuration_;
  SystemClock clock_;
  std::unique_ptr<Metrics> metrics_;
  RequestRates rates_;
  std::unique_ptr<Loops> loops_;
  EventRelay relay_;
  std::unique_ptr<Database> database_;
  SharedParts shared_;
  Engine engine_;
  SignInModule sign_in_;
  AccountsModule accounts_;
  ReceiptsModule receipts_;
  ConversationsModule conversations_;
  MessagesModule messages_;
  TypingModule typing_;
  PresenceModule presence_;
  SearchModule search_;
  SyncModule sync_;
  AdminModule admin_;
  Upkeep upkeep_;
  const std::vector<Module*> modules_{&accounts_, &sign_in_, &receipts_, &conversations_, &messages_, &typing_,
                                      &presence_, &search_,  &sync_,     &admin_,         &upkeep_};
  Hub hub_;
  OperationTable table_;
  CurrentConfig current_config_;
  DailyStorage storage_;
  Dispatcher dispatcher_;
  Readiness readiness_;
  SystemPages pages_;
  InternalPages internal_pages_;
  Rest rest_;
  WebSocketEndpoint websockets_;
  HttpListener http_;
  HttpListener internal_;
  std::optional<std::uint16_t> internal_port_;
  asio::basic_signal_set<Executor> signals_;
};

}  // namespace

int serve(const Configuration& configuration, bool migrate) {
  auto resources = open_resources(configuration, migrate);
  if (!resources) return report_failure(resources.error());
  Server server(configuration, std::move(*resources));
  if (auto started = server.start(); !started) return report_failure(started.error());
  report_ready(configuration, server.port(), server.internal_port());
  server.run();
  log::info("server.stopped");
  return 0;
}

}  // namespace parley
