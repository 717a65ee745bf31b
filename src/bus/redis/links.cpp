#include <algorithm>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>

#include "bus/redis/links.hpp"
#include "bus/redis/names.hpp"

namespace parley::redis {
namespace {

// The time between two checks whether all commands have a reply, while the links shut down.
constexpr milliseconds kDrainInterval{5};
// The time for cancelled coroutines to end.
constexpr seconds kAbortTime{1};

// Returns the name of an endpoint for all nodes: its place among the labels in their alphabetical order. Nodes may list
// several endpoints in any order, and may reach a single one at different addresses.
std::string shared_name(const std::vector<LinkSettings>& settings, const LinkSettings& endpoint) {
  const auto is_before = [&](const LinkSettings& other) { return other.address.label() < endpoint.address.label(); };
  return std::to_string(std::ranges::count_if(settings, is_before));
}

std::vector<std::string> labels_of(const std::vector<LinkSettings>& settings) {
  std::vector<std::string> labels;
  for (const LinkSettings& each : settings) labels.push_back(each.address.label());
  return labels;
}

}  // namespace

Endpoint::Endpoint(Executor loop, const LinkSettings& settings, std::span<const std::string> secrets,
                   const std::string& name, std::size_t number, Metrics& metrics)
    : database(settings.address.database),
      label(settings.address.label()),
      control_channel(redis::control_channel(settings.address.database)),
      publications(secrets, "publications " + name),
      reports(secrets, "reports " + name),
      leases(secrets, "leases " + name),
      commands(loop, settings, number, metrics),
      subscriptions(loop, settings, number, control_channel, metrics) {}

Links::Links(Executor loop, const std::vector<LinkSettings>& settings, std::span<const std::string> secrets,
             Metrics& metrics)
    : loop_(loop),
      metrics_(metrics),
      reply_timeout_(settings.front().reply_timeout),
      choice_(labels_of(settings)),
      group_(loop) {
  for (const LinkSettings& each : settings) {
    endpoints_.push_back(
        std::make_unique<Endpoint>(loop, each, secrets, shared_name(settings, each), endpoints_.size(), metrics));
    group_.spawn(endpoints_.back()->commands.run());
    group_.spawn(endpoints_.back()->subscriptions.run());
  }
}

bool Links::are_up() const {
  return std::ranges::all_of(
      endpoints_, [](const auto& endpoint) { return endpoint->commands.is_up() && endpoint->subscriptions.is_up(); });
}

bool Links::are_whole() const {
  return std::ranges::all_of(endpoints_, [](const auto& endpoint) {
    return endpoint->commands.is_up() && endpoint->subscriptions.is_settled();
  });
}

void Links::observe_commands(LinkObserver& observer) {
  asio::post(loop_, [this, &observer] {
    for (const auto& endpoint : endpoints_) endpoint->commands.observe(observer);
  });
}

void Links::observe_all(LinkObserver& links, SubscriptionObserver& messages) {
  asio::post(loop_, [this, &links, &messages] {
    for (const auto& endpoint : endpoints_) {
      endpoint->subscriptions.observe_messages(messages);
      endpoint->subscriptions.observe(links);
      endpoint->commands.observe(links);
    }
  });
}

Awaitable<void> Links::shut_down(Instant deadline) {
  // The observers send their last commands, and further ones are refused. Then the replies are awaited.
  for (const auto& endpoint : endpoints_) {
    endpoint->commands.announce_closing();
    endpoint->commands.finish();
  }
  co_await drain(deadline);
  group_.abort();
  co_await group_.join(Instant::clock::now() + kAbortTime);
  // When this post has run, everything that any thread posted to the loop before has run too.
  co_await asio::post(loop_, use_awaitable);
}

// Waits until no command of a link that is up waits for its reply.
Awaitable<void> Links::drain(Instant deadline) {
  const auto waits = [](const auto& endpoint) {
    return endpoint->commands.is_up() && endpoint->commands.unanswered_bytes() > 0;
  };
  Timer timer(loop_);
  while (std::ranges::any_of(endpoints_, waits) && Instant::clock::now() < deadline) {
    timer.expires_after(kDrainInterval);
    co_await timer.async_wait(asio::as_tuple(use_awaitable));
  }
}

}  // namespace parley::redis

namespace parley {

Result<std::unique_ptr<RedisLinks>> open_redis(const RedisOptions& options, asio::io_context& loop, Metrics& metrics) {
  if (options.urls.empty()) return fail_field("bus.redis.urls", FieldFault::required, "Name at least one Redis.");
  std::vector<redis::LinkSettings> settings;
  for (const std::string& url : options.urls) {
    auto address = redis::parse_address(url);
    if (!address) {
      return fail_field("bus.redis.urls[" + std::to_string(settings.size()) + "]", FieldFault::invalid,
                        address.error().detail);
    }
    if (address->password.empty()) address->password = options.password;
    settings.push_back({*std::move(address), options.connect_timeout, options.reply_timeout, options.queued_bytes});
  }
  return std::make_unique<redis::Links>(loop.get_executor(), settings, options.secrets, metrics);
}

}  // namespace parley
