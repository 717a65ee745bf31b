#include <algorithm>
#include <map>
#include <random>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "workloads/reconnect.hpp"
#include "workloads/rooms.hpp"

namespace parley::bench {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kRoomSize = 10;
constexpr milliseconds kAway{1'000};
constexpr milliseconds kAfterwards{1'000};
constexpr milliseconds kReturnTime{60'000};
constexpr milliseconds kFirstBackoff{500};
constexpr milliseconds kLongestBackoff{10'000};
constexpr int kDoublings = 5;
// A close code from here on asks the client to come back later and to sync.
constexpr unsigned kFirstRetriableCode = 4500;

// The users' first clients leave and return. The rooms' second devices stay and send.
class Storm final : private Rooms {
 public:
  Storm(const ServerProcess& server, const Population& population, double rate)
      : Rooms(server.port(), population, /*second_devices=*/true),
        server_(server),
        returning_(population.people.size()),
        attempts_(returning_),
        pace_(rate, steady_clock::now()) {}

  ReconnectResult run(std::chrono::seconds warm_up) {
    result_.connections = returning_;
    open_everybody();
    pace_.restart(steady_clock::now());
    run_for(warm_up);
    for (std::size_t client = 0; client < returning_; ++client) clients_.close(client);
    run_for(kAway);
    come_back();
    run_for(kAfterwards);
    result_.faults = settle();
    return std::move(result_);
  }

 private:
  void come_back() {
    began_ = steady_clock::now();
    const auto cpu = server_.cpu_time();
    for (std::size_t client = 0; client < returning_; ++client) open_again(client);
    run_until([this] { return result_.way_back.count() == returning_; }, kReturnTime);
    result_.seconds = std::chrono::duration<double>(steady_clock::now() - began_).count();
    result_.server_cpu_seconds = std::chrono::duration<double>(server_.cpu_time() - cpu).count();
    result_.failures = returning_ - result_.way_back.count();
  }

  void open_again(std::size_t client) {
    clients_.open(client, person_of(client).token,
                  fmt::format(R"(,"epoch":{},"conversations":{{"{}":{{"rev":{}}}}})", epoch_, conversation_of(client),
                              ledger_.position(client)));
  }

  Instant do_what_is_due(Instant now) override {
    while (const auto due = pace_.take(now)) send(returning_ + turn_++ % population_.rooms.size(), *due);
    for (; !waiting_.empty() && waiting_.begin()->first <= now; waiting_.erase(waiting_.begin())) {
      open_again(waiting_.begin()->second);
    }
    return waiting_.empty() ? pace_.next() : std::min(pace_.next(), waiting_.begin()->first);
  }

  void on_hello(std::size_t client, std::string_view reply) override {
    const auto hello = nlohmann::json::parse(reply);
    const auto& sync = hello.at("result").at("sync");
    if (began_ == Instant()) {
      epoch_ = sync.at("epoch").dump();
      Rooms::on_hello(client, reply);
    } else {
      catch_up(client, sync);
      result_.way_back.record(steady_clock::now() - began_);
    }
  }

  // Checks that hello brings only changes: in a second a client does not miss too much, and the rooms stay the same.
  void catch_up(std::size_t client, const nlohmann::json& sync) {
    if (!sync.at("reset").empty() || !sync.at("added").empty() || !sync.at("gone").empty() || sync.contains("next")) {
      throw std::runtime_error(fmt::format("not what a returning client expects: {}", sync.dump()));
    }
    for (const auto& changes : sync.at("changes")) {
      for (const auto& message : changes.at("messages")) {
        ledger_.deliver(client, room_of(client), message.at("rev"), [&] {
          return static_cast<Ledger::Number>(std::stoul(message.at("client_id").get<std::string>())) - kFirstId;
        });
        ++result_.caught_up;
      }
    }
  }

  void on_refused(std::size_t client, std::string_view reply) override {
    const auto error = nlohmann::json::parse(reply).at("error");
    if (!error.contains("retry_after_ms")) return ClientListener::on_refused(client, reply);
    clients_.close(client);
    wait(client, milliseconds(error.at("retry_after_ms").get<std::int64_t>()));
  }

  void on_closed(std::size_t client, unsigned code, std::string_view reason) override {
    const bool may_retry = code >= kFirstRetriableCode || code == kAbnormal;
    if (client >= returning_ || !may_retry) return ClientListener::on_closed(client, code, reason);
    const auto close_reason = nlohmann::json::parse(reason, nullptr, /*allow_exceptions=*/false);
    wait(client, milliseconds(close_reason.is_object() ? close_reason.value("retry_after_ms", 0) : 0));
  }

  // Waits as long as the server asked for, and then for the backoff with full jitter that the protocol asks for.
  void wait(std::size_t client, milliseconds asked) {
    ++result_.retries;
    const auto longest = std::min(kLongestBackoff, kFirstBackoff * (1 << std::min(attempts_[client]++, kDoublings)));
    std::uniform_int_distribution<std::int64_t> backoff(0, longest.count());
    waiting_.emplace(steady_clock::now() + asked + milliseconds(backoff(random_)), client);
  }

  const ServerProcess& server_;
  const std::size_t returning_;                  // the number of returning clients, which are the first ones
  std::vector<int> attempts_;                    // by client
  std::multimap<Instant, std::size_t> waiting_;  // clients to open again, by time
  std::minstd_rand random_;
  ReconnectResult result_;
  Pace pace_;
  std::size_t turn_ = 0;
  std::string epoch_;
  Instant began_;  // the start of the reconnections
};

}  // namespace

Figures figures(const ReconnectResult& result) {
  Figures figures{
      {fmt::format("until the last of {} was back and had what it missed", result.connections), result.seconds, "s"},
      {"deliveries missed, and brought by hello", static_cast<double>(result.caught_up), ""},
      {"of the server's CPU time for one that came back",
       1e6 * result.server_cpu_seconds / static_cast<double>(result.connections), "us"},
      {"attempts that the server put off", static_cast<double>(result.retries), ""},
      {"clients that were not back in time", static_cast<double>(result.failures), ""}};
  add_percentiles(figures, "a client's way back", result.way_back);
  return figures;
}

std::string faults_of(const ReconnectResult& result) {
  if (result.failures > 0) return fmt::format("{} clients did not come back", result.failures);
  return result.faults.sum() > 0 ? result.faults.text() : "";
}

ReconnectResult run_reconnect(const Environment& environment, const ReconnectOptions& options) {
  const Site site(environment);
  const ServerProcess server(site.command(), site.folder());
  const Population population = populate(server.port(), options.connections, kRoomSize);
  return Storm(server, population, options.rate).run(environment.warm_up);
}

}  // namespace parley::bench
