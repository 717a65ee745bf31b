// Measures how long a search over a million messages takes, and how fast messages are indexed. A message has twelve
// words. Words are as unevenly common as in a natural language (Zipf's law), and some messages have Chinese text. One
// reader is in ten of the thousand rooms, another one is in all.
#include <array>
#include <chrono>
#include <cmath>

#include <benchmark/benchmark.h>
#include <boost/asio/co_spawn.hpp>
#include <fmt/format.h>

#include <parley/core/store/conversations.hpp>
#include <parley/core/store/members.hpp>
#include <parley/core/store/messages.hpp>
#include <parley/features/accounts/store.hpp>
#include <parley/features/search/search.hpp>
#include <parley/features/search/store.hpp>

#include "store_rooms.hpp"

namespace parley {
namespace {

constexpr std::size_t kMessages = 1'000'000;
constexpr std::size_t kBatch = 1'000;
constexpr std::size_t kWords = 12;
constexpr std::size_t kVocabulary = 20'000;
constexpr std::size_t kPage = 20;
constexpr std::int64_t kStart = 1'700'000'000'000;

// Returns the words "ba", "be" … "baba" … by number. A lower number is a more common word.
std::string word(std::size_t number) {
  constexpr std::string_view kConsonants = "bdfgklmnprstvz";
  constexpr std::string_view kVowels = "aeiou";
  std::string text;
  do {
    const std::size_t syllable = number % (kConsonants.size() * kVowels.size());
    text += kConsonants[syllable / kVowels.size()];
    text += kVowels[syllable % kVowels.size()];
    number /= kConsonants.size() * kVowels.size();
  } while (number > 0);
  return text;
}

class Archive {
 public:
  explicit Archive(Kind kind) : rooms_(kind) {
    run(rooms_.database(), Access::write, [this](Transaction& transaction) { add_reader_of_all(transaction); });
    for (std::size_t i = 0; i < kMessages; i += kBatch) say(i);
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t room = 0; room < kRooms; ++room) index(rooms_.room(room));
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    indexed_per_second_ = static_cast<double>(kMessages) / took.count();
  }

  Database& database() { return rooms_.database(); }
  UserId reader_of_all() const { return reader_of_all_; }
  UserId reader_of_ten() { return rooms_.message(0).sender; }
  double indexed_per_second() const { return indexed_per_second_; }

 private:
  void add_reader_of_all(Transaction& transaction) {
    transaction.store<AccountStore>().add({reader_of_all_, "all", "All", {}, "hash", Time()}).value();
    for (std::size_t room = 0; room < kRooms; ++room) {
      transaction.store<MemberStore>().add(rooms_.room(room), reader_of_all_, MemberRole::member, Seq(0), Rev(1),
                                           Time());
    }
  }

  std::string body() {
    constexpr std::array kHan = {"你", "好", "世", "界", "天", "地", "人", "山", "水", "火"};
    std::string text;
    for (std::size_t i = 0; i < kWords; ++i) {
      const double rank = std::pow(static_cast<double>(kVocabulary), std::uniform_real_distribution<>(0, 1)(random_));
      text += (i == 0 ? "" : " ") + word(static_cast<std::size_t>(rank) - 1);
    }
    if (random_() % 20 == 0) {
      text += ' ';
      for (int i = 0; i < 8; ++i) text += kHan[random_() % kHan.size()];
    }
    return text;
  }

  void say(std::size_t first) {
    std::vector<NewMessage> batch;
    for (std::size_t i = 0; i < kBatch; ++i) {
      batch.push_back(rooms_.message(first + i));
      batch.back().content = body();
    }
    const Time now(milliseconds(kStart + static_cast<std::int64_t>(first)));
    run(database(), Access::write, [&](Transaction& transaction) {
      for (const auto& sent : transaction.store<MessageStore>().append(batch, now)) {
        if (!sent) throw std::runtime_error(sent.error().detail);
      }
    });
  }

  void index(ConversationId room) {
    run(database(), Access::write, [room](Transaction& transaction) {
      transaction.store<SearchStore>().lock_progress(std::span(&room, 1));
      const auto conversation = transaction.store<ConversationStore>().find(room).value();
      std::vector<SearchDocument> documents;
      for (const Message& message :
           transaction.store<MessageStore>().changed_since(conversation, Rev(), Seq(1), kMessages)) {
        documents.push_back(document_of(message));
      }
      transaction.store<SearchStore>().put(documents);
      const FollowProgress reached{room, conversation.rev};
      transaction.store<SearchStore>().set_progress({&reached, 1});
    });
  }

  Rooms rooms_;
  std::mt19937_64 random_{7};
  UserId reader_of_all_ = UserId::generate();
  double indexed_per_second_ = 0;
};

Archive& archive(Kind kind) {
  // The rooms of a kind end before the server that they use.
  if (kind == Kind::postgres) {
    static Archive postgres(kind);
    return postgres;
  }
  static Archive sqlite(kind);
  return sqlite;
}

void search_messages(benchmark::State& state, Kind kind, bool reads_all, const std::string& text) {
  Archive& messages = archive(kind);
  Search service(messages.database());
  const Caller reader{reads_all ? messages.reader_of_all() : messages.reader_of_ten(), SessionId()};
  asio::io_context loop(1);
  std::size_t hits = 0;
  for ([[maybe_unused]] auto turn : state) {
    const auto done = [&hits](const std::exception_ptr& thrown, const Result<SearchPage>& page) {
      if (thrown || !page) throw std::runtime_error("the search failed");
      hits = page->hits.size();
    };
    asio::co_spawn(loop.get_executor(), service.find(reader, text, {}, std::nullopt, kPage), done);
    loop.restart();
    loop.run();
  }
  state.counters["hits"] = static_cast<double>(hits);
  state.counters["indexed_per_second"] = messages.indexed_per_second();
}

struct Case {
  const char* name;
  std::string text;
};

const bool kAreRegistered = [] {
  const std::array<Case, 7> cases = {{{"common", word(3) + " "},
                                      {"two_common", word(3) + " " + word(8)},
                                      {"rare", word(15'001)},
                                      {"none", "xyzzy"},
                                      {"phrase", "\"" + word(3) + " " + word(8) + "\""},
                                      {"begun", word(3).substr(0, 2)},
                                      {"two_han", "世界"}}};
  for (const auto& [store, kind] : {std::pair("sqlite", Kind::sqlite), std::pair("postgres", Kind::postgres)}) {
    for (const bool reads_all : {false, true}) {
      for (const auto& [name, text] : cases) {
        const auto title = fmt::format("search_messages/{}/{}/{}", store, reads_all ? "all" : "ten", name);
        benchmark::RegisterBenchmark(title.c_str(), search_messages, kind, reads_all, text)
            ->Unit(benchmark::kMillisecond)
            ->UseRealTime();
      }
    }
  }
  return true;
}();

}  // namespace
}  // namespace parley
