#include <algorithm>
#include <stdexcept>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "workloads/mixed.hpp"
#include "workloads/rooms.hpp"

namespace parley::bench {
namespace {

using std::chrono::steady_clock;

// The mix of twenty operations: users read what arrives, some type, some of these send, and a few look at earlier
// messages.
constexpr std::array kTurns = {Activity::read, Activity::type, Activity::send, Activity::read, Activity::type,
                               Activity::read, Activity::send, Activity::read, Activity::type, Activity::read,
                               Activity::send, Activity::read, Activity::type, Activity::read, Activity::scroll,
                               Activity::type, Activity::send, Activity::read, Activity::send, Activity::scroll};
constexpr std::size_t kPage = 50;
constexpr std::chrono::milliseconds kFillingTime{30'000};
constexpr std::chrono::milliseconds kSettleTime{10'000};
// The request ids of operations other than sends are this plus the operation's number, so that they have eight digits.
constexpr std::uint32_t kFirstOperation = 50'000'000;
constexpr std::size_t kUsualOperations = 1'000'000;
// A prime number, so that all users take turns, and the next one is far from the last.
constexpr std::size_t kStride = 389;

class Day final : private Rooms {
 public:
  Day(const ServerProcess& server, const Population& population, double rate)
      : Rooms(server.port(), population), server_(server), pace_(rate, steady_clock::now()), read_(client_count()) {
    operations_.reserve(kUsualOperations);
  }

  MixedResult run(std::chrono::seconds warm_up, std::chrono::seconds duration) {
    open_everybody();
    fill_rooms();
    run_paced(warm_up);
    measure(duration);
    run_until([this] { return answered_ == operations_.size() && typing_events_ >= typing_expected_; }, kSettleTime);
    result_.unanswered = operations_.size() - answered_;
    result_.typing_lost = typing_expected_ - std::min(typing_events_, typing_expected_);
    result_.typing_doubled = typing_events_ - std::min(typing_events_, typing_expected_);
    result_.faults = settle();
    return std::move(result_);
  }

 private:
  struct Operation {
    Activity activity;
    Instant due;
    std::int64_t seq;  // the seq that was read up to, or before which a page was asked for
  };

  // Sends a page of messages to every room, so that users can scroll back.
  void fill_rooms() {
    for (std::size_t i = 0; i < kPage; ++i) {
      for (std::size_t room = 0; room < population_.rooms.size(); ++room) {
        send(room * population_.room_size + i % population_.room_size, steady_clock::now());
      }
      run_until([this] { return ledger_.is_settled(); }, kFillingTime);
    }
  }

  void run_paced(std::chrono::milliseconds duration) {
    pace_.restart(steady_clock::now());
    is_paced_ = true;
    run_for(duration);
    is_paced_ = false;
  }

  void measure(std::chrono::seconds duration) {
    const Instant began = steady_clock::now();
    const auto cpu = server_.cpu_time();
    measured_from_ = began;
    run_paced(duration);
    result_.seconds = std::chrono::duration<double>(steady_clock::now() - began).count();
    result_.server_cpu_seconds = std::chrono::duration<double>(server_.cpu_time() - cpu).count();
  }

  Instant do_what_is_due(Instant now) override {
    if (!is_paced_) return Instant::max();
    while (const auto due = pace_.take(now)) {
      act(turn_ * kStride % client_count(), kTurns[turn_ % kTurns.size()], *due);
      ++turn_;
    }
    return pace_.next();
  }

  void act(std::size_t client, Activity activity, Instant due) {
    if (activity == Activity::send) return send(client, due);
    const auto id = static_cast<std::uint32_t>(kFirstOperation + operations_.size());
    operations_.push_back({activity, due, read_[client]});
    const std::string_view conversation = conversation_of(client);
    if (activity == Activity::type) {
      typing_expected_ += population_.room_size - 1;
      ask(client, R"({{"id":{},"op":"typing.set","params":{{"conversation":"{}"}}}})", id, conversation);
    } else if (activity == Activity::read) {
      ask(client, R"({{"id":{},"op":"receipt.send","params":{{"conversation":"{}","read":{}}}}})", id, conversation,
          read_[client]);
    } else {
      ask(client, R"({{"id":{},"op":"message.list","params":{{"conversation":"{}","before":{},"limit":{}}}}})", id,
          conversation, read_[client] + 1, kPage);
    }
  }

  template <class... Values>
  void ask(std::size_t client, fmt::format_string<Values...> format, Values&&... values) {
    text_.clear();
    fmt::format_to(std::back_inserter(text_), format, std::forward<Values>(values)...);
    clients_.send(client, std::string_view(text_.data(), text_.size()));
  }

  void on_delivered(std::size_t client, const DeliveryText& delivery, Instant sent_at, Instant arrived) override {
    read_[client] = number_behind(delivery.data, R"("seq":)");
    if (sent_at >= measured_from_) result_.delivery.record(arrived - sent_at);
  }

  void on_acknowledged(Instant sent_at, Instant arrived) override { record(Activity::send, sent_at, arrived); }

  void on_other(std::size_t client, std::string_view text, Instant arrived) override {
    if (text.starts_with(R"({"event":"typing",)")) return take_typing(client, text);
    if (text.starts_with(R"({"event":"receipt",)")) return;  // this event is for the reader's other devices
    if (!text.starts_with(R"({"id":)")) return Rooms::on_other(client, text, arrived);
    const auto number = number_behind(text, R"({"id":)") - kFirstOperation;
    if (!text.contains(R"(,"result":)")) throw std::runtime_error(fmt::format("refused: {}", text));
    const Operation& operation = operations_.at(static_cast<std::size_t>(number));
    if (operation.activity == Activity::read) check_cursor(operation, text);
    if (operation.activity == Activity::scroll) check_page(operation, text);
    ++answered_;
    record(operation.activity, operation.due, arrived);
  }

  void take_typing(std::size_t client, std::string_view text) {
    ++typing_events_;
    if (text.contains(person_of(client).id)) throw std::runtime_error("a client received its own typing signal");
  }

  // A cursor only moves forward. Replies may overtake each other, but none returns a cursor before the one that was
  // sent.
  static void check_cursor(const Operation& operation, std::string_view text) {
    if (number_behind(text, R"("read_seq":)") < operation.seq) throw std::runtime_error("a read cursor went back");
  }

  // Checks that the page has the messages before the requested one, ascending and without a gap.
  static void check_page(const Operation& operation, std::string_view text) {
    constexpr std::string_view kSeq = R"("seq":)";
    std::int64_t expected = std::max<std::int64_t>(operation.seq - std::int64_t{kPage}, 0);
    for (auto at = text.find(kSeq); at != std::string_view::npos; at = text.find(kSeq, at + kSeq.size())) {
      if (number_behind(text.substr(at), kSeq) != ++expected) throw std::runtime_error("a page of history has a gap");
    }
    if (expected != operation.seq) throw std::runtime_error("a page of history is not whole");
  }

  void record(Activity activity, Instant due, Instant arrived) {
    if (due < measured_from_) return;
    result_.kinds[static_cast<std::size_t>(activity)].latency.record(arrived - due);
  }

  const ServerProcess& server_;
  Pace pace_;
  std::vector<std::int64_t> read_;     // the seq of the last received message, by client
  std::vector<Operation> operations_;  // operations other than sends, by number
  fmt::memory_buffer text_;
  std::size_t turn_ = 0;
  std::size_t answered_ = 0;
  std::uint64_t typing_expected_ = 0;
  std::uint64_t typing_events_ = 0;
  bool is_paced_ = false;
  Instant measured_from_ = Instant::max();
  MixedResult result_;
};

}  // namespace

std::uint64_t MixedResult::operations() const {
  std::uint64_t sum = 0;
  for (const Kind& kind : kinds) sum += kind.latency.count();
  return sum;
}

Figures figures(const MixedResult& result) {
  const auto operations = static_cast<double>(result.operations());
  Figures figures{{"operations", operations / result.seconds, "/s"},
                  {"of the server's CPU time for one", 1e6 * result.server_cpu_seconds / operations, "us"}};
  for (const auto& [name, latency] : result.kinds) add_percentiles(figures, std::string(name), latency);
  add_percentiles(figures, "a message's delivery", result.delivery);
  return figures;
}

std::string faults_of(const MixedResult& result) {
  if (result.unanswered + result.typing_lost + result.typing_doubled > 0) {
    return fmt::format("{} operations unanswered; typing: {} lost, {} doubled", result.unanswered, result.typing_lost,
                       result.typing_doubled);
  }
  return result.faults.sum() > 0 ? result.faults.text() : "";
}

MixedResult run_mixed(const Environment& environment, const MixedOptions& options) {
  const Site site(environment);
  const ServerProcess server(site.command(), site.folder());
  const Population population = populate(server.port(), options.connections, options.room_size);
  return Day(server, population, options.rate).run(environment.warm_up, environment.duration);
}

}  // namespace parley::bench
