#include <algorithm>
#include <thread>

#include <fmt/format.h>

#include "client/clients.hpp"
#include "client/http_client.hpp"
#include "client/population.hpp"
#include "workloads/connections.hpp"

namespace parley::bench {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t kRoomSize = 10;
constexpr std::size_t kConnectingPeople = 1'000;
constexpr std::size_t kConnectingAtOnce = 64;
constexpr std::size_t kStarts = 10;
constexpr std::chrono::seconds kIdleTime{2};

class Silence final : public ClientListener {
 public:
  void on_hello(std::size_t, std::string_view) override {}
  void on_text(std::size_t, std::string_view, Instant) override {}
};

// Each slot is used by one user after the other.
class Arrivals final : private ClientListener {
 public:
  Arrivals(const ServerProcess& server, const Population& population, Framing framing)
      : server_(server),
        population_(population),
        began_(kConnectingAtOnce),
        clients_(server.port(), kConnectingAtOnce, *this, framing) {}

  ConnectResult run(const Environment& environment) {
    for (std::size_t place = 0; place < kConnectingAtOnce; ++place) arrive(place);
    poll_for(environment.warm_up);
    const Instant began = steady_clock::now();
    const auto cpu = server_.cpu_time();
    result_ = {};
    poll_for(environment.duration);
    result_.server_cpu_seconds = std::chrono::duration<double>(server_.cpu_time() - cpu).count();
    result_.seconds = std::chrono::duration<double>(steady_clock::now() - began).count();
    return std::move(result_);
  }

 private:
  void arrive(std::size_t place) {
    began_[place] = steady_clock::now();
    clients_.open(place, population_.people[next_++ % population_.people.size()].token);
  }

  void poll_for(std::chrono::seconds duration) {
    const Instant end = steady_clock::now() + duration;
    while (steady_clock::now() < end) clients_.poll(std::chrono::milliseconds(10));
  }

  void on_hello(std::size_t place, std::string_view) override {
    ++result_.connected;
    result_.latency.record(steady_clock::now() - began_[place]);
    clients_.close(place);
    arrive(place);
  }
  void on_text(std::size_t, std::string_view, Instant) override {}

  const ServerProcess& server_;
  const Population& population_;
  std::vector<Instant> began_;
  Clients clients_;
  ConnectResult result_;
  std::size_t next_ = 0;
};

}  // namespace

Figures figures(const IdleResult& result) {
  return {
      {fmt::format("of memory a connection, {} of them", result.connections), result.bytes_per_connection(), "bytes"},
      {"of memory before them", static_cast<double>(result.resident_bytes_before) / 1e6, "MB"}};
}

Figures figures(const ConnectResult& result) {
  Figures figures{{"authenticated connects, 64 at a time", result.rate(), "/s"},
                  {"of the server's CPU time for one",
                   1e6 * result.server_cpu_seconds / static_cast<double>(result.connected), "us"}};
  add_percentiles(figures, "the time from the first packet to the answer to hello", result.latency);
  return figures;
}

Figures figures(const StartupResult& result) {
  const std::chrono::duration<double, std::milli> time = result.time;
  return {{"from an empty folder to the first answer", time.count(), "ms"}};
}

IdleResult run_idle(const Environment& environment, std::size_t connections) {
  const Site site(environment);
  const Population population = site.populate(connections, kRoomSize);
  const ServerProcess server(site.command(), site.folder());
  HttpClient(server.port()).get("/healthz");
  IdleResult result{connections, server.resident_bytes(), 0};
  Silence silence;
  Clients clients(server.port(), connections, silence, environment.subject.framing);
  std::vector<std::string_view> tokens;
  for (const Person& person : population.people) tokens.emplace_back(person.token);
  open_all(clients, tokens);
  const Instant end = steady_clock::now() + kIdleTime;
  while (steady_clock::now() < end) clients.poll(end - steady_clock::now());
  result.resident_bytes = server.resident_bytes();
  return result;
}

ConnectResult run_connect(const Environment& environment) {
  const Site site(environment);
  const ServerProcess server(site.command(), site.folder());
  const Population population = populate(server.port(), kConnectingPeople, kRoomSize);
  return Arrivals(server, population, environment.subject.framing).run(environment);
}

StartupResult run_startup(const Environment& environment) {
  std::vector<std::chrono::nanoseconds> times;
  for (std::size_t i = 0; i < kStarts; ++i) {
    const Site site(environment);
    const Instant began = steady_clock::now();
    const ServerProcess server(site.command(), site.folder());
    HttpClient(server.port()).get("/healthz");
    times.push_back(steady_clock::now() - began);
  }
  std::ranges::sort(times);
  return {times[kStarts / 2]};
}

}  // namespace parley::bench
