#include <stdexcept>

#include <fmt/format.h>

#include "client/clients.hpp"
#include "client/message_text.hpp"
#include "client/population.hpp"
#include "workloads/typing.hpp"

namespace parley::bench {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds kSettleTime{10};
constexpr std::chrono::milliseconds kLongestWait{50};

class Typing final : private ClientListener {
 public:
  Typing(const Environment& environment, const ChatOptions& options)
      : environment_(environment),
        site_(environment),
        server_(site_.command(), site_.folder(), options.nodes),
        population_(populate(server_.ports().front(), options.connections, options.room_size)),
        senders_(options.senders),
        replies_in_room_(population_.rooms.size()),
        people_(options.connections),
        clients_(server_.ports(), options.connections, *this, environment.subject.framing) {
    for (std::size_t i = 0; i < options.senders; ++i) {
      senders_[i].client = i * options.connections / options.senders;
      senders_[i].request = fmt::format(R"({{"id":{},"op":"typing.set","params":{{"conversation":"{}"}}}})",
                                        kFirstId + i, population_.rooms[population_.room_of(senders_[i].client)]);
    }
  }

  ChatResult run() {
    std::vector<std::string_view> tokens;
    for (const Person& person : population_.people) tokens.emplace_back(person.token);
    open_all(clients_, tokens);
    for (Sender& sender : senders_) send(sender);
    run_for(environment_.warm_up);
    measure();
    sending_ = false;
    settle();
    result_.server_resident_bytes = server_.resident_bytes();
    count_faults();
    return std::move(result_);
  }

 private:
  struct Sender {
    std::size_t client = 0;
    std::string request;
    Instant sent_at;
  };
  struct Participant {
    std::uint64_t replies = 0;     // replies to this client's signals
    std::uint64_t deliveries = 0;  // signals of others that reached this client
  };

  void measure() {
    measuring_ = true;
    note_what_is_used(result_, server_, [this] { run_for(environment_.duration); });
    measuring_ = false;
  }

  void run_for(std::chrono::seconds duration) {
    const Instant end = steady_clock::now() + duration;
    for (Instant now = steady_clock::now(); now < end; now = steady_clock::now()) {
      clients_.poll(std::min<std::chrono::nanoseconds>(end - now, kLongestWait));
    }
  }

  void settle() {
    const Instant deadline = steady_clock::now() + kSettleTime;
    const auto is_settled = [this] { return in_flight_ == 0 && deliveries_ >= replies_ * (population_.room_size - 1); };
    while (!is_settled() && steady_clock::now() < deadline) clients_.poll(kLongestWait);
  }

  void count_faults() {
    result_.faults.unanswered = in_flight_;
    for (std::size_t client = 0; client < people_.size(); ++client) {
      const auto& [replies, deliveries] = people_[client];
      const std::uint64_t expected = replies_in_room_[population_.room_of(client)] - replies;
      if (deliveries < expected) result_.faults.lost += expected - deliveries;
      if (deliveries > expected) result_.faults.doubled += deliveries - expected;
    }
  }

  void send(Sender& sender) {
    ++in_flight_;
    sender.sent_at = steady_clock::now();
    clients_.send(sender.client, sender.request);
  }

  void on_hello(std::size_t, std::string_view) override {}

  void on_text(std::size_t client, std::string_view text, Instant arrived) override {
    if (take_delivery(client, text) || take_reply(text, arrived)) return;
    if (!text.starts_with(R"({"event":"heartbeat")")) throw std::runtime_error(fmt::format("unexpected: {}", text));
  }

  // {"event":"typing","conversation":"…","data":{"user":"…","expires_ms":6000}}
  bool take_delivery(std::size_t client, std::string_view text) {
    constexpr std::string_view kStart = R"({"event":"typing","conversation":")";
    if (!text.starts_with(kStart)) return false;
    const std::string& room = population_.rooms[population_.room_of(client)];
    if (text.substr(kStart.size(), kUuidLength) != room) throw std::runtime_error("an event of another room");
    ++people_[client].deliveries;
    ++deliveries_;
    if (measuring_) ++result_.delivered;
    return true;
  }

  // {"id":…,"result":{}}
  bool take_reply(std::string_view text, Instant arrived) {
    if (!text.starts_with(R"({"id":)") || !text.ends_with(R"(,"result":{}})")) return false;
    Sender& sender = senders_.at(static_cast<std::size_t>(number_behind(text, R"({"id":)") - kFirstId));
    --in_flight_;
    ++replies_;
    ++people_[sender.client].replies;
    ++replies_in_room_[population_.room_of(sender.client)];
    if (measuring_) {
      ++result_.acknowledged;
      result_.acknowledgement.record(arrived - sender.sent_at);
    }
    if (sending_) send(sender);
    return true;
  }

  const Environment& environment_;
  Site site_;
  Deployment server_;
  Population population_;
  std::vector<Sender> senders_;
  std::vector<std::uint64_t> replies_in_room_;
  std::vector<Participant> people_;
  Clients clients_;
  ChatResult result_;
  std::uint64_t in_flight_ = 0;
  std::uint64_t replies_ = 0;
  std::uint64_t deliveries_ = 0;
  bool sending_ = true;
  bool measuring_ = false;
};

}  // namespace

ChatResult run_typing(const Environment& environment, const ChatOptions& options) {
  return Typing(environment, options).run();
}

}  // namespace parley::bench
