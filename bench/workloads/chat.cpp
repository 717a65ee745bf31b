#include <charconv>
#include <optional>
#include <stdexcept>
#include <sys/resource.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/clients.hpp"
#include "client/population.hpp"
#include "workloads/chat.hpp"

namespace parley::bench {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds kSettleTime{10};
constexpr std::chrono::milliseconds kLongestWait{50};
constexpr std::size_t kBodyBytes = 100;
// Request ids and client ids are this plus the message's number: always eight digits.
constexpr Ledger::Number kFirstId = 10'000'000;
constexpr std::size_t kIdDigits = 8;
constexpr std::size_t kUuidLength = 36;
// Prime, so that at a given rate all people take turns, far from each other.
constexpr std::size_t kStride = 389;

double cpu_seconds_of_this_process() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::int64_t number_behind(std::string_view text, std::string_view key) {
  const auto at = text.find(key);
  std::int64_t number = 0;
  if (at == std::string_view::npos ||
      std::from_chars(text.data() + at + key.size(), text.data() + text.size(), number).ec != std::errc{}) {
    throw std::runtime_error(fmt::format("unexpected: {}", text));
  }
  return number;
}

// message.send as text, in which only the ids change from one message to the next.
class SendRequest {
 public:
  SendRequest()
      : text_(fmt::format(
            R"({{"id":{0},"op":"message.send","params":{{"conversation":"{1}","client_id":"{0}","body":"{2}"}}}})",
            kFirstId, std::string(kUuidLength, '0'), std::string(kBodyBytes, 'x'))),
        id_at_(text_.find(fmt::to_string(kFirstId))),
        client_id_at_(text_.rfind(fmt::to_string(kFirstId))),
        conversation_at_(text_.find(std::string(kUuidLength, '0'))) {}

  std::string_view fill(Ledger::Number number, const std::string& conversation) {
    std::to_chars(&text_[id_at_], &text_[id_at_] + kIdDigits, kFirstId + number);
    text_.replace(client_id_at_, kIdDigits, text_, id_at_, kIdDigits);
    text_.replace(conversation_at_, kUuidLength, conversation);
    return text_;
  }

 private:
  std::string text_;
  std::size_t id_at_;
  std::size_t client_id_at_;
  std::size_t conversation_at_;
};

class Chat final : private ClientListener {
 public:
  Chat(const Environment& environment, const ChatOptions& options)
      : environment_(environment),
        options_(options),
        folder_(environment.folder),
        server_(environment.server, folder_.path()),
        population_(populate(server_.port(), options.connections, options.room_size)),
        ledger_(options.connections, population_.rooms.size(), options.room_size),
        clients_(server_.port(), options.connections, *this) {}

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
    next_due_ = steady_clock::now();
    if (options_.rate > 0) return;
    const Instant now = steady_clock::now();
    for (std::size_t i = 0; i < options_.senders; ++i) send(i * options_.connections / options_.senders, now);
  }

  void measure() {
    const Instant began = steady_clock::now();
    const auto server_cpu = server_.cpu_time();
    const double client_cpu = cpu_seconds_of_this_process();
    measuring_ = true;
    run_for(environment_.duration);
    measuring_ = false;
    result_.client_cpu_seconds = cpu_seconds_of_this_process() - client_cpu;
    result_.server_cpu_seconds = std::chrono::duration<double>(server_.cpu_time() - server_cpu).count();
    result_.seconds = std::chrono::duration<double>(steady_clock::now() - began).count();
  }

  void run_for(std::chrono::seconds duration) {
    const Instant end = steady_clock::now() + duration;
    for (Instant now = steady_clock::now(); now < end; now = steady_clock::now()) {
      Instant wake = std::min(end, now + kLongestWait);
      if (options_.rate > 0) wake = std::min(wake, send_what_is_due(now));
      clients_.poll(wake - steady_clock::now());
    }
  }

  // What comes late is sent as well, and counts from when it was due: a slow server is not spared the load.
  Instant send_what_is_due(Instant now) {
    const auto interval =
        std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(1 / options_.rate));
    for (; next_due_ <= now; next_due_ += interval) {
      send(turn_ * kStride % options_.connections, next_due_);
      ++turn_;
    }
    return next_due_;
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

  // {"event":"message.created","conversation":"…","rev":…,"data":{…}}
  bool take_delivery(std::size_t client, std::string_view text, Instant arrived) {
    constexpr std::string_view kStart = R"({"event":"message.created","conversation":")";
    if (!text.starts_with(kStart)) return false;
    const std::size_t room = population_.room_of(client);
    text.remove_prefix(kStart.size());
    if (!text.starts_with(population_.rooms[room])) throw std::runtime_error("an event of another room");
    text.remove_prefix(kUuidLength);
    const Instant sent_at = ledger_.deliver(client, room, number_behind(text, R"("rev":)"), [&] {
      return static_cast<Ledger::Number>(number_behind(text, R"("client_id":")")) - kFirstId;
    });
    if (measuring_) {
      ++result_.delivered;
      result_.delivery.record(arrived - sent_at);
    }
    return true;
  }

  // {"id":…,"result":{"message":{…,"rev":…,…},"duplicate":false}}
  bool take_acknowledgement(std::size_t client, std::string_view text, Instant arrived) {
    constexpr std::string_view kResult = R"(,"result":{"message":)";
    if (!text.starts_with(R"({"id":)") || !text.contains(kResult)) return false;
    const auto number = static_cast<Ledger::Number>(number_behind(text, R"({"id":)")) - kFirstId;
    const Instant sent_at = ledger_.acknowledge(number, number_behind(text, R"("rev":)"));
    if (measuring_) {
      ++result_.acknowledged;
      result_.acknowledgement.record(arrived - sent_at);
    }
    if (sending_ && options_.rate == 0) send(client, steady_clock::now());
    return true;
  }

  const Environment& environment_;
  const ChatOptions& options_;
  TemporaryFolder folder_;
  ServerProcess server_;
  Population population_;
  Ledger ledger_;
  Clients clients_;
  SendRequest request_;
  ChatResult result_;
  Instant next_due_;
  std::size_t turn_ = 0;
  bool sending_ = false;
  bool measuring_ = false;
};

}  // namespace

ChatResult run_chat(const Environment& environment, const ChatOptions& options) {
  return Chat(environment, options).run();
}

}  // namespace parley::bench
