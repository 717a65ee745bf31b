#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <random>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/http_client.hpp"
#include "client/population.hpp"
#include "workloads/history.hpp"
#include "workloads/message_rows.hpp"

namespace parley::bench {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t kPageMessages = 50;
constexpr std::size_t kRounds = 50;
constexpr std::size_t kPagesInARow = 20;
constexpr std::array<std::string_view, 4> kPlaces = {"latest", "middle", "first", "anywhere"};

double milliseconds(const Latencies& latencies) {
  return std::chrono::duration<double, std::milli>(latencies.percentile(0.5)).count();
}

// A server with one conversation of that many messages, and a client that reads it.
class Archive {
 public:
  Archive(const Environment& environment, std::size_t messages)
      : messages_(messages), site_(environment), population_(fill()), server_(site_.command(), site_.folder()) {
    if (messages < 2 * kPageMessages) throw std::runtime_error("there is no middle in so few messages");
    for (std::size_t place = 0; place < kPlaces.size(); ++place) {
      results_[place] = {.messages = messages, .place = kPlaces[place], .latency = {}};
    }
  }

  // Connects only after all archives are filled, because the server closes a connection after an idle minute.
  void connect() {
    client_.emplace(server_.port());
    for (std::size_t place = 0; place < kPlaces.size(); ++place) check(place);
  }

  void read_pages(std::size_t place) {
    for (std::size_t i = 0; i < kPagesInARow; ++i) {
      const std::string path = path_of(last_seq(place));
      const auto began = steady_clock::now();
      client_->get(path, token());
      results_[place].latency.record(steady_clock::now() - began);
    }
  }

  const std::array<HistoryPages, kPlaces.size()>& results() const { return results_; }

 private:
  Population fill() const {
    Population population = site_.populate(/*people=*/2, /*room_size=*/2);
    write_message_rows(site_.grounds(), population.rooms[0], population.people[0].id, messages_);
    return population;
  }

  const std::string& token() const { return population_.people[0].token; }

  std::string path_of(std::size_t last_seq) const {
    return fmt::format("/api/conversations/{}/messages?limit={}&before={}", population_.rooms[0], kPageMessages,
                       last_seq + 1);
  }

  // Returns the last seq of the page at that place.
  std::size_t last_seq(std::size_t place) {
    if (kPlaces[place] == "latest") return messages_;
    if (kPlaces[place] == "middle") return messages_ / 2;
    if (kPlaces[place] == "first") return kPageMessages;
    return std::uniform_int_distribution<std::size_t>(kPageMessages, messages_)(random_);
  }

  void check(std::size_t place) {
    const std::size_t last = last_seq(place);
    const auto page = nlohmann::json::parse(client_->get(path_of(last), token())).at("messages");
    if (page.size() != kPageMessages || page.back().at("seq") != last)
      throw std::runtime_error("not the page asked for");
  }

  std::size_t messages_;
  Site site_;
  Population population_;
  ServerProcess server_;
  std::optional<HttpClient> client_;
  std::mt19937_64 random_;  // reads the same pages in each run
  std::array<HistoryPages, kPlaces.size()> results_;
};

}  // namespace

double HistoryResult::growth() const {
  double worst = 0;
  for (std::size_t place = 0; place < kPlaces.size(); ++place) {
    const auto& fewest = pages[place].latency;
    const auto& most = pages[pages.size() - kPlaces.size() + place].latency;
    worst = std::max(worst, milliseconds(most) / milliseconds(fewest));
  }
  return worst;
}

Figures figures(const HistoryResult& result) {
  Figures figures;
  for (const HistoryPages& pages : result.pages) {
    figures.push_back({fmt::format("for a page of 50, {} of {} messages", pages.place, pages.messages),
                       milliseconds(pages.latency), "ms"});
  }
  figures.push_back({"as long with the most messages as with the fewest", result.growth(), "times"});
  return figures;
}

HistoryResult run_history(const Environment& environment, const std::vector<std::size_t>& messages) {
  std::vector<std::unique_ptr<Archive>> archives;
  for (const std::size_t count : messages) archives.push_back(std::make_unique<Archive>(environment, count));
  for (const auto& archive : archives) archive->connect();
  for (std::size_t round = 0; round < kRounds; ++round) {
    for (std::size_t place = 0; place < kPlaces.size(); ++place) {
      for (const auto& archive : archives) archive->read_pages(place);
    }
  }
  HistoryResult result;
  for (const auto& archive : archives) {
    result.pages.insert(result.pages.end(), archive->results().begin(), archive->results().end());
  }
  return result;
}

}  // namespace parley::bench
