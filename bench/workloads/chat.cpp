// A run has four phases: all clients connect and say hello; a warm-up; the measurement; and a time in which late
// deliveries may still arrive. The ledger then finds what was lost or came twice.
#include <optional>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/clients.hpp"
#include "client/deployment.hpp"
#include "client/message_text.hpp"
#include "client/own_process.hpp"
#include "client/pace.hpp"
#include "client/population.hpp"
#include "workloads/chat.hpp"

namespace parley::bench {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds kSettleTime{10};
constexpr std::chrono::milliseconds kLongestWait{50};
// A prime number, so that at a given rate all users take turns, and the next one is far from the last.
constexpr std::size_t kStride = 389;

class Chat final : private ClientListener {
 public:
  Chat(const Environment& environment, const ChatOptions& options)
      : environment_(environment),
        options_(options),
        site_(environment),
        server_(site_.command(), site_.folder(), options.nodes),
        population_(populate(server_.ports().front(), options.connections, options.room_size)),
        ledger_(options.connections, population_.rooms.size(), options.room_size),
        clients_(server_.ports(), options.connections, *this, environment.subject.framing) {}

  ChatResult run() {
    std::vector<std::string_view> tokens;
    for (const Person& person : population_.people) tokens.emplace_back(person.token);
    open_all(clients_, tokens);
    start();
    run_for(environment_.warm_up);
    measure();
    sending_ = false;
    settle();
    result_.server_resident_bytes = server_.resident_bytes();
    result_.faults = ledger_.faults();
    return std::move(result_);
  }

 private:
  void start() {
    sending_ = true;
    const Instant now = steady_clock::now();
    if (options_.rate > 0) {
      pace_.emplace(options_.rate, now);
      return;
    }
    for (std::size_t i = 0; i < options_.senders; ++i) send(i * options_.connections / options_.senders, now);
  }

  void measure() {
    measuring_ = true;
    note_what_is_used(result_, server_, [this] { run_for(environment_.duration); });
    measuring_ = false;
  }

  void run_for(std::chrono::seconds duration) {
    const Instant end = steady_clock::now() + duration;
    for (Instant now = steady_clock::now(); now < end; now = steady_clock::now()) {
      Instant wake = std::min(end, now + kLongestWait);
      if (pace_) wake = std::min(wake, send_what_is_due(now));
      clients_.poll(wake - steady_clock::now());
    }
  }

  Instant send_what_is_due(Instant now) {
    while (const auto due = pace_->take(now)) send(turn_++ * kStride % options_.connections, *due);
    return pace_->next();
  }

  void settle() {
    const Instant deadline = steady_clock::now() + kSettleTime;
    while (!ledger_.is_settled() && steady_clock::now() < deadline) clients_.poll(kLongestWait);
  }

  void send(std::size_t client, Instant counted_from) {
    const Ledger::Number number = ledger_.send(counted_from);
    clients_.send(client, request_.fill(number, population_.rooms[population_.room_of(client)]));
  }

  void on_hello(std::size_t client, std::string_view reply) override {
    const auto hello = nlohmann::json::parse(reply);
    const auto& conversation = hello.at("result").at("sync").at("added").at(0).at("conversation");
    ledger_.join(client, population_.room_of(client), conversation.at("rev"));
  }

  void on_text(std::size_t client, std::string_view text, Instant arrived) override {
    if (take_delivery(client, text, arrived) || take_acknowledgement(client, text, arrived)) return;
    if (!text.starts_with(R"({"event":"heartbeat")")) throw std::runtime_error(fmt::format("unexpected: {}", text));
  }

  bool take_delivery(std::size_t client, std::string_view text, Instant arrived) {
    const auto delivery = read_delivery(text);
    if (!delivery) return false;
    const std::size_t room = population_.room_of(client);
    if (delivery->conversation != population_.rooms[room]) throw std::runtime_error("an event of another room");
    const Instant sent_at = ledger_.deliver(client, room, delivery->rev, [&] { return delivery->number(); });
    if (measuring_) {
      ++result_.delivered;
      result_.delivery.record(arrived - sent_at);
    }
    return true;
  }

  bool take_acknowledgement(std::size_t client, std::string_view text, Instant arrived) {
    const auto acknowledgement = read_acknowledgement(text);
    if (!acknowledgement) return false;
    const Instant sent_at = ledger_.acknowledge(acknowledgement->number, acknowledgement->rev);
    if (measuring_) {
      ++result_.acknowledged;
      result_.acknowledgement.record(arrived - sent_at);
    }
    if (sending_ && options_.rate == 0) send(client, steady_clock::now());
    return true;
  }

  const Environment& environment_;
  const ChatOptions& options_;
  Site site_;
  Deployment server_;
  Population population_;
  Ledger ledger_;
  Clients clients_;
  SendRequest request_;
  ChatResult result_;
  std::optional<Pace> pace_;  // set in an open loop
  std::size_t turn_ = 0;
  bool sending_ = false;
  bool measuring_ = false;
};

}  // namespace

void note_what_is_used(ChatResult& result, const Deployment& server, const std::function<void()>& run) {
  const Instant began = steady_clock::now();
  const auto server_cpu = server.cpu_time();
  const double client_cpu = cpu_seconds_of_this_process();
  const std::uint64_t allocations = allocations_of_this_process();
  run();
  result.client_allocations = allocations_of_this_process() - allocations;
  result.client_cpu_seconds = cpu_seconds_of_this_process() - client_cpu;
  result.server_cpu_seconds = std::chrono::duration<double>(server.cpu_time() - server_cpu).count();
  result.seconds = std::chrono::duration<double>(steady_clock::now() - began).count();
}

ChatResult run_chat(const Environment& environment, const ChatOptions& options) {
  return Chat(environment, options).run();
}

}  // namespace parley::bench
