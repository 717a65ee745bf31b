#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/basic_resolver.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <parley/base/log.hpp>
#include <parley/base/random.hpp>

#include "bus/redis/command.hpp"
#include "bus/redis/link.hpp"

namespace parley::redis {
namespace {

constexpr milliseconds kBackoffBase{50};
constexpr milliseconds kBackoffCeiling{2000};
// The number of ticks without a received byte that make a reply timeout. Ticks are counted instead of reading the
// clock, so that a loop that was itself delayed does not take the server to be silent.
constexpr int kTicks = 4;

// The state of a name look-up. It is shared, because the system's resolver cannot be cancelled and may outlive the
// caller.
struct Lookup {
  explicit Lookup(Executor loop) : resolver(loop), timer(loop) {}

  asio::ip::basic_resolver<asio::ip::tcp, Executor> resolver;
  Timer timer;
  std::vector<std::string> addresses;
  std::string failure = "its name was not resolved in time";
};

std::shared_ptr<Lookup> look_up(Executor loop, const std::string& host) {
  auto lookup = std::make_shared<Lookup>(loop);
  lookup->resolver.async_resolve(host, "", [lookup](const boost::system::error_code& error, const auto& results) {
    if (error) lookup->failure = error.message();
    for (const auto& result : results) lookup->addresses.push_back(result.endpoint().address().to_string());
    lookup->timer.cancel();
  });
  return lookup;
}

// Removes the part of an error in which the server quotes the command's arguments, since AUTH has a password there.
std::string without_arguments(const std::string& text) { return text.substr(0, text.find(", with args")); }

// Closes the connection when the coroutine ends in any way, cancellation included.
struct CloseOnExit {
  Connection& connection;
  ~CloseOnExit() { connection.close("ended"); }
};

}  // namespace

Link::Link(Executor loop, LinkSettings settings, std::size_t endpoint, std::string_view role, Metrics& metrics)
    : loop_(loop),
      settings_(std::move(settings)),
      endpoint_(endpoint),
      role_(role),
      metrics_(metrics),
      timer_(loop),
      backoff_(kBackoffBase, kBackoffCeiling) {}

void Link::observe(LinkObserver& observer) {
  observers_.push_back(&observer);
  if (!is_up()) return;
  observer.link_up(*this);
  observer.link_tick(*this);
}

void Link::announce_closing() {
  if (!is_up()) return;
  for (LinkObserver* observer : observers_) observer->link_closing(*this);
}

Awaitable<void> Link::run() {
  for (;;) {
    const std::string reason = co_await run_connection();
    report_end(reason);
    co_await pause(backoff_.next(random_number()));
  }
}

// Runs one connection from its beginning to its end. Returns why it ended.
Awaitable<std::string> Link::run_connection() {
  // 1. Resolve the name and start to connect.
  const auto address = co_await resolve();
  if (!address) co_return address.error().detail;
  connection_ = Connection::open(loop_, *address, settings_.address.port, *this);
  const auto connection = connection_;
  const CloseOnExit guard{*connection};
  // 2. Sign in and wait until all replies have come, which cancels the timer, or the time is over.
  send_setup_commands();
  if (connection->is_open()) co_await pause(settings_.connect_timeout);
  if (setup_replies_missing_ > 0) connection->close("no answer in time");
  if (!connection->is_open()) co_return connection->reason();
  // 3. Serve until the connection ends.
  mark_up();
  co_await keep_alive();
  co_return connection->reason();
}

// Returns one of the host's addresses, and the next one at each call. A numeric host is returned as it is.
Task<std::string> Link::resolve() {
  const std::string& host = settings_.address.host;
  boost::system::error_code not_numeric;
  asio::ip::make_address(host, not_numeric);
  if (!not_numeric) co_return host;
  const auto lookup = look_up(loop_, host);
  lookup->timer.expires_after(settings_.connect_timeout);
  co_await lookup->timer.async_wait(asio::as_tuple(use_awaitable));
  if (lookup->addresses.empty()) co_return fail(ErrorCode::unavailable, lookup->failure);
  co_return lookup->addresses[addresses_tried_++ % lookup->addresses.size()];
}

// Sends the commands with which a connection starts. PING is sent in any case: if the server demands a password and
// none is configured, its error is noticed here.
void Link::send_setup_commands() {
  const Address& address = settings_.address;
  setup_replies_missing_ = 0;
  if (!address.password.empty()) {
    send_setup_command(address.user.empty() ? encode_command({"AUTH", address.password})
                                            : encode_command({"AUTH", address.user, address.password}));
  }
  if (address.database != 0) send_setup_command(encode_command({"SELECT", std::to_string(address.database)}));
  send_setup_command(encode_command({"PING"}));
}

void Link::send_setup_command(const std::string& command) {
  ++setup_replies_missing_;
  connection_->send(command, [this, connection = connection_.get()](const redisReply* reply) {
    if (reply == nullptr) return;
    if (reply->type == REDIS_REPLY_ERROR) {
      connection->close(without_arguments(reply->str));
    } else if (--setup_replies_missing_ == 0) {
      timer_.cancel();
    }
  });
}

// Runs once per tick while the connection is up: pings the server and closes the connection if it has been silent for
// the reply timeout.
Awaitable<void> Link::keep_alive() {
  const auto connection = connection_;
  const Instant since = Instant::clock::now();
  for (int silent = 0; connection->is_open();) {
    ping(*connection);
    for (LinkObserver* observer : observers_) observer->link_tick(*this);
    co_await pause(settings_.reply_timeout / kTicks);
    silent = connection->take_received() ? 0 : silent + 1;
    if (silent >= kTicks) connection->close("silent for longer than the reply timeout");
    // The backoff is reset only after some time. Otherwise a server that accepts connections and drops them at once
    // would be connected to every 50 ms.
    if (Instant::clock::now() - since > kBackoffCeiling) backoff_.reset();
  }
}

// Waits for the time, or until the connection ends, which cancels the timer.
Awaitable<void> Link::pause(milliseconds time) {
  timer_.expires_after(time);
  co_await timer_.async_wait(asio::as_tuple(use_awaitable));
}

void Link::mark_up() {
  if (times_up_++ > 0) metrics_.redis_reconnects.add();
  metrics_.redis_links_up.add();
  log::info("redis.link_up", {{"endpoint", settings_.address.label()}, {"link", role_}});
  last_reason_.clear();
  is_up_ = true;
  begin(*connection_);
  for (LinkObserver* observer : observers_) observer->link_up(*this);
}

// Cancelling the timer wakes run_connection(), which then returns.
void Link::closed() {
  timer_.cancel();
  if (!is_up_.exchange(false)) return;
  metrics_.redis_links_up.subtract();
  end();
  for (LinkObserver* observer : observers_) observer->link_down(*this);
}

// Logs why the connection ended, once for as long as the reason is the same, because attempts follow each other within
// two seconds.
void Link::report_end(const std::string& reason) {
  if (reason == last_reason_) return;
  last_reason_ = reason;
  log::warn("redis.link_down", {{"endpoint", settings_.address.label()}, {"link", role_}, {"reason", reason}});
}

void Link::report_refusal(const redisReply& error) {
  std::string text = without_arguments(std::string(error.str, error.len));
  if (text == last_refusal_) return;
  log::error("redis.refused", {{"endpoint", settings_.address.label()}, {"link", role_}, {"error", text}});
  last_refusal_ = std::move(text);
}

}  // namespace parley::redis
