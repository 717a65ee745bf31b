#include <algorithm>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/clients.hpp"
#include "client/http_client.hpp"
#include "client/message_text.hpp"
#include "workloads/slow_readers.hpp"

namespace parley::bench {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kRoomSize = 2;
constexpr std::size_t kBodyBytes = 3'500;
// Small, as on a slow network, so that the server soon notices a client that does not read.
constexpr int kReceiveBytes = 32 * 1024;
constexpr milliseconds kClosingTime{60'000};
constexpr milliseconds kReadingTime{10'000};
constexpr milliseconds kCalmTime{20'000};  // exceeds the time that parleyd waits before it gives memory back
constexpr milliseconds kLook{100};

// The first user of each room sends again when the last message was acknowledged. The second does not read.
class Neighbours final : private ClientListener {
 public:
  Neighbours(const ServerProcess& server, const Population& population)
      : server_(server),
        population_(population),
        metrics_(server.metrics_port()),
        clients_(server.port(), population.people.size(), *this),
        positions_(population.people.size()),
        request_(kBodyBytes) {}

  // At first all clients read. The database's caches grow with so much writing, and that must not count as the readers'
  // memory.
  SlowReadersResult run(std::chrono::seconds duration) {
    open_everybody();
    sending_ = true;
    for (std::size_t room = 0; room < population_.rooms.size(); ++room) send(room);
    wait(duration, [] { return false; });
    result_.readers = population_.rooms.size();
    result_.resident_before = server_.resident_bytes();
    stop_reading();
    wait(kClosingTime, [this] { return closed_as_too_slow() == population_.rooms.size(); });
    sending_ = false;
    result_.closed = closed_as_too_slow();
    result_.seconds = std::chrono::duration<double>(steady_clock::now() - stopped_reading_).count();
    read_after_all();
    wait(kCalmTime, [] { return false; });
    result_.resident_after = server_.resident_bytes();
    return std::move(result_);
  }

 private:
  static bool is_reader(std::size_t client) { return client % kRoomSize != 0; }

  void open_everybody() {
    clients_.limit_receive_bytes(kReceiveBytes);
    std::vector<std::string_view> tokens;
    for (const Person& person : population_.people) tokens.emplace_back(person.token);
    open_all(clients_, tokens);
  }

  void stop_reading() {
    stopped_reading_ = steady_clock::now();
    for (std::size_t client = 0; client < population_.people.size(); ++client) {
      if (is_reader(client)) clients_.set_reading(client, false);
    }
  }

  // Reads what the kernels still hold. It has to be in order, up to the end.
  void read_after_all() {
    for (std::size_t client = 0; client < population_.people.size(); ++client) {
      if (is_reader(client)) clients_.set_reading(client, true);
    }
    wait(kReadingTime, [this] { return ended_ == population_.rooms.size() && answered_ == sent_at_.size(); });
    if (ended_ < population_.rooms.size()) throw std::runtime_error("a connection to a slow reader has not ended");
    if (answered_ < sent_at_.size()) throw std::runtime_error("a message was not acknowledged");
  }

  template <class Condition>
  void wait(milliseconds at_most, Condition condition) {
    const Instant end = steady_clock::now() + at_most;
    for (Instant look; steady_clock::now() < end;) {
      if (steady_clock::now() >= look) {
        if (condition()) return;
        result_.resident_most = std::max<std::uint64_t>(result_.resident_most, server_.resident_bytes());
        look = steady_clock::now() + kLook;
      }
      clients_.poll(kLook / 10);
    }
  }

  std::uint64_t closed_as_too_slow() {
    constexpr std::string_view kCloses = R"(parley_websocket_closes_total{code="4508"} )";
    const std::string page = metrics_.get("/metrics");
    return page.contains(kCloses) ? static_cast<std::uint64_t>(number_behind(page, kCloses)) : 0;
  }

  void send(std::size_t room) {
    clients_.send(room * kRoomSize,
                  request_.fill(static_cast<std::uint32_t>(sent_at_.size()), population_.rooms[room]));
    sent_at_.push_back(steady_clock::now());
  }

  void on_hello(std::size_t client, std::string_view reply) override {
    const auto hello = nlohmann::json::parse(reply);
    positions_[client] = hello.at("result").at("sync").at("added").at(0).at("conversation").at("rev");
  }

  void on_text(std::size_t client, std::string_view text, Instant arrived) override {
    if (const auto delivery = read_delivery(text)) {
      if (delivery->rev != ++positions_[client]) ++result_.disordered;
    } else if (const auto acknowledgement = read_acknowledgement(text)) {
      const Instant sent_at = sent_at_.at(acknowledgement->number);
      (sent_at < stopped_reading_ ? result_.undisturbed : result_.disturbed).record(arrived - sent_at);
      ++answered_;
      if (sending_) send(population_.room_of(client));
    } else if (!text.starts_with(R"({"event":"heartbeat")")) {
      throw std::runtime_error(fmt::format("unexpected: {}", text));
    }
  }

  void on_closed(std::size_t client, unsigned code, std::string_view reason) override {
    if (!is_reader(client)) return ClientListener::on_closed(client, code, reason);
    ++ended_;
  }

  const ServerProcess& server_;
  const Population& population_;
  HttpClient metrics_;
  Clients clients_;
  std::vector<std::int64_t> positions_;  // the last received rev, by client
  std::vector<Instant> sent_at_;  // by message
  SendRequest request_;
  SlowReadersResult result_;
  Instant stopped_reading_ = Instant::max();
  std::size_t answered_ = 0;
  std::size_t ended_ = 0;  // the number of readers' connections that have ended
  bool sending_ = false;
};

}  // namespace

Figures figures(const SlowReadersResult& result) {
  const auto readers = static_cast<double>(result.readers);
  const auto more = static_cast<double>(result.resident_most) - static_cast<double>(result.resident_before);
  Figures figures{{"clients that never read", readers, ""},
                  {"until the last of them was closed with 4508", result.seconds, "s"},
                  {"of memory for each at the worst", more / readers / 1e3, "kB"},
                  {"of memory before them", static_cast<double>(result.resident_before) / 1e6, "MB"},
                  {"of memory after them", static_cast<double>(result.resident_after) / 1e6, "MB"}};
  add_percentiles(figures, "acknowledgements to those who send to them, while they still read", result.undisturbed);
  add_percentiles(figures, "the same, when they no longer read", result.disturbed);
  return figures;
}

std::string faults_of(const SlowReadersResult& result) {
  if (result.closed != result.readers) {
    return fmt::format("{} of {} clients that never read were closed with 4508", result.closed, result.readers);
  }
  return result.disordered > 0 ? fmt::format("{} events out of order", result.disordered) : "";
}

SlowReadersResult run_slow_readers(const Environment& environment, std::size_t readers) {
  const Site site(environment);
  const Population population = site.populate(readers * kRoomSize, kRoomSize);
  const ServerProcess server(site.command(), site.folder());
  return Neighbours(server, population).run(environment.duration);
}

}  // namespace parley::bench
