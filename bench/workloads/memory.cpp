#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "client/http_client.hpp"
#include "workloads/memory.hpp"
#include "workloads/rooms.hpp"

namespace parley::bench {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kRoomSize = 10;
constexpr milliseconds kIdleTime{2'000};
constexpr milliseconds kLeavingTime{30'000};
// The time exceeds how long a server remembers a user's presence, and how long parleyd waits before it gives memory
// back.
constexpr milliseconds kCalmTime{20'000};
constexpr double kMessagesPerRoomAndSecond = 0.5;

class Crowd final : private Rooms {
 public:
  Crowd(const ServerProcess& server, const Population& population)
      : Rooms(server.port(), population),
        server_(server),
        metrics_(server.metrics_port()),
        pace_(kMessagesPerRoomAndSecond * static_cast<double>(population.rooms.size()), steady_clock::now()) {}

  MemoryResult run(std::chrono::seconds duration) {
    metrics_.get("/metrics");
    result_.connections = client_count();
    result_.before = server_.resident_bytes();
    result_.first = stay(kIdleTime);
    result_.second = stay(kIdleTime);
    receives_ = true;
    result_.receiving = stay(duration);
    return std::move(result_);
  }

 private:
  // Connects all clients, measures the server's memory, disconnects them and measures it again.
  MemoryResult::Round stay(milliseconds duration) {
    MemoryResult::Round round;
    open_everybody();
    pace_.restart(steady_clock::now());
    run_for(duration);
    round.connected = server_.resident_bytes();
    if (receives_) result_.faults = settle();
    receives_ = false;
    close_everybody();
    wait_until_gone();
    round.gone = server_.resident_bytes();
    return round;
  }

  void wait_until_gone() {
    const auto left = [this] { return number_behind(metrics_.get("/metrics"), "\nparley_websocket_connections "); };
    run_until([&] { return left() == 0; }, kLeavingTime);
    if (left() > 0) throw std::runtime_error("the server did not notice that connections have gone");
    run_for(kCalmTime);
  }

  Instant do_what_is_due(Instant now) override {
    if (!receives_) return Instant::max();
    while (const auto due = pace_.take(now)) {
      send(turn_++ % population_.rooms.size() * kRoomSize, *due);
    }
    return pace_.next();
  }

  const ServerProcess& server_;
  HttpClient metrics_;
  Pace pace_;
  std::size_t turn_ = 0;
  bool receives_ = false;
  MemoryResult result_;
};

double megabytes(std::size_t bytes) { return static_cast<double>(bytes) / 1e6; }

}  // namespace

Figures figures(const MemoryResult& result) {
  return {{"before the first connection", megabytes(result.before), "MB"},
          {fmt::format("with {} idle connections", result.connections), megabytes(result.first.connected), "MB"},
          {"after they have gone", megabytes(result.first.gone), "MB"},
          {"with as many again", megabytes(result.second.connected), "MB"},
          {"after these have gone", megabytes(result.second.gone), "MB"},
          {"with as many that receive", megabytes(result.receiving.connected), "MB"},
          {"after these have gone", megabytes(result.receiving.gone), "MB"},
          {"an idle connection", result.bytes_per_connection(result.first.connected), "bytes"},
          {"a connection that receives a message every other second",
           result.bytes_per_connection(result.receiving.connected), "bytes"}};
}

std::string faults_of(const MemoryResult& result) { return result.faults.sum() > 0 ? result.faults.text() : ""; }

MemoryResult run_memory(const Environment& environment, std::size_t connections) {
  const Site site(environment);
  const Population population = site.populate(connections, kRoomSize);
  const ServerProcess server(site.command(), site.folder());
  return Crowd(server, population).run(environment.duration);
}

}  // namespace parley::bench
