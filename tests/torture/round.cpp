// Writers and readers start first. The fault strikes while they work. Then the writers finish, the round reads all
// conversations again until every reader has the same picture, and the judge compares the result with what the writers
// were promised.
#include <algorithm>
#include <deque>
#include <string>
#include <thread>

#include "torture/reader.hpp"
#include "torture/round.hpp"
#include "torture/writer.hpp"

namespace parley::torture {
namespace {

using e2e::Clock;

constexpr std::size_t kWriters = 4;
constexpr std::size_t kReaders = 4;
constexpr std::size_t kConversations = 3;
constexpr seconds kConvergence{60};
constexpr milliseconds kWarmUp{300};

class Round {
 public:
  Round(Cluster& cluster, std::uint64_t seed) : cluster_(cluster), random_(seed) {
    const std::string name = "r" + std::to_string(seed % 1'000'000'007);
    for (std::size_t i = 0; i < kWriters + kReaders; ++i) {
      people_.push_back(make_account(cluster, name + "." + std::to_string(i)));
    }
    for (std::size_t i = 0; i < kConversations; ++i) conversations_.push_back(make_group(cluster, people_));
    for (std::size_t i = 0; i < kWriters; ++i) writers_.emplace_back(cluster, people_[i], conversations_, random_());
    for (std::size_t i = 0; i < kReaders; ++i) readers_.emplace_back(cluster, people_[kWriters + i], random_());
  }

  void strike(const Fault& fault, milliseconds length) {
    std::this_thread::sleep_for(kWarmUp);
    Strike strike{cluster_, std::mt19937_64(random_()), length};
    try {
      fault.strike(strike);
    } catch (const std::exception& error) {
      result_.verdict.faults.push_back(std::string(fault.name) + " went wrong: " + error.what());
    }
    cluster_.calm();
  }

  RoundResult conclude(Ending ending) {
    const auto healed = Clock::now();
    const auto deadline = healed + kConvergence;
    for (Writer& writer : writers_) writer.finish(deadline, ending == Ending::goodbyes);
    for (Writer& writer : writers_) writer.join();
    const Logs logs = converge(deadline);
    result_.time_to_converge = std::chrono::ceil<milliseconds>(Clock::now() - healed);
    for (Reader& reader : readers_) reader.stop();
    judge_all(logs);
    return std::move(result_);
  }

 private:
  // Returns the logs once all readers agree with them, or at the deadline.
  Logs converge(Instant deadline) {
    for (;;) {
      Logs logs = read_afresh();
      std::string differences;
      for (Reader& reader : readers_) differences += reader.difference(logs);
      if (differences.empty()) return logs;
      if (Clock::now() > deadline) {
        result_.verdict.faults.push_back("the readers did not converge: " + differences.substr(0, 2000));
        return logs;
      }
      std::this_thread::sleep_for(milliseconds(20));
    }
  }

  Logs read_afresh() {
    Logs logs;
    for (const std::string& conversation : conversations_) {
      Log& log = logs[conversation];
      const std::string path = "/api/conversations/" + conversation;
      for (bool more = true; more;) {
        const auto after = log.messages.empty() ? 0 : log.messages.back().at("seq").get<std::int64_t>();
        const Json page = ask(cluster_, people_.back(), path + "/messages?limit=100&after=" + std::to_string(after));
        for (const Json& message : page.at("messages")) log.messages.push_back(message);
        more = page.at("more_after");
      }
      log.rev = ask(cluster_, people_.back(), path).at("conversation").at("rev");
    }
    return logs;
  }

  void judge_all(const Logs& logs) {
    std::vector<std::vector<Promise>> promises;
    for (const Writer& writer : writers_) {
      promises.push_back(writer.promises());
      append(writer.faults());
      result_.slowest_error = std::max(result_.slowest_error, writer.slowest_error());
    }
    result_.verdict += judge(promises, logs);
    for (const Reader& reader : readers_) {
      result_.verdict.disordered += std::ssize(reader.broken_promises());
      append(reader.broken_promises());
    }
    append(cluster_.complaints());
  }

  void append(const std::vector<std::string>& faults) {
    result_.verdict.faults.insert(result_.verdict.faults.end(), faults.begin(), faults.end());
  }

  Cluster& cluster_;
  std::mt19937_64 random_;
  std::vector<Account> people_;
  std::vector<std::string> conversations_;
  std::deque<Writer> writers_;
  std::deque<Reader> readers_;
  RoundResult result_;
};

}  // namespace

RoundResult play_round(Cluster& cluster, const Fault& fault, milliseconds length, Ending ending, std::uint64_t seed) {
  Round round(cluster, seed);
  round.strike(fault, length);
  return round.conclude(ending);
}

}  // namespace parley::torture
