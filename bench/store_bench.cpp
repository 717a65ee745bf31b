// What the embedded store does in a second: durable messages in batches as the group-commit writer makes them, the same
// through the writer from closed loops of senders, and pages of history of short and long conversations.
#include <filesystem>
#include <future>
#include <random>
#include <stdexcept>

#include <benchmark/benchmark.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <parley/store/factory.hpp>
#include <parley/store/message_writer.hpp>

namespace parley {
namespace {

constexpr std::size_t kRooms = 1'000;
constexpr std::size_t kMembers = 10;
const std::string kBody(100, 'x');

template <class Work>
class Unit final : public UnitOfWork {
 public:
  Unit(Work work, std::promise<void>& done) : work_(std::move(work)), done_(done) {}
  bool execute(Transaction& transaction) override {
    work_(transaction);
    return true;
  }
  void finish(std::optional<Error> failure) override {
    if (failure) {
      done_.set_exception(std::make_exception_ptr(std::runtime_error(failure->detail)));
    } else {
      done_.set_value();
    }
  }

 private:
  Work work_;
  std::promise<void>& done_;
};

template <class Work>
void run(Database& database, Access access, Work work) {
  std::promise<void> done;
  database.submit(access, std::make_unique<Unit<Work>>(std::move(work), done));
  done.get_future().get();
}

// A database of rooms with members, gone at the end.
class Rooms {
 public:
  Rooms() : folder_(std::filesystem::temp_directory_path() / ("parley-bench-" + Uuid::generate().text())) {
    database_ = open_sqlite({.path = (folder_ / "parley.db").string()}).value();
    run(*database_, Access::write, [this](Transaction& transaction) { fill(transaction); });
  }
  ~Rooms() {
    database_.reset();
    std::filesystem::remove_all(folder_);
  }
  Rooms(const Rooms&) = delete;
  Rooms& operator=(const Rooms&) = delete;

  Database& database() { return *database_; }
  ConversationId room(std::size_t number) const { return rooms_[number % rooms_.size()]; }
  NewMessage message(std::size_t room_number) {
    const UserId sender = users_[(room_number % rooms_.size()) * kMembers + random_() % kMembers];
    return {room(room_number), sender, Uuid::generate().text(), kBody, std::nullopt};
  }
  std::size_t any_room() { return random_() % rooms_.size(); }

 private:
  void fill(Transaction& transaction) {
    for (std::size_t i = 0; i < kRooms * kMembers; ++i) {
      const auto name = "user" + std::to_string(i);
      users_.push_back(transaction.users().add({UserId::generate(), name, name, {}, "hash", Time()}).value().id);
    }
    for (std::size_t i = 0; i < kRooms; ++i) {
      rooms_.push_back(ConversationId::generate());
      transaction.conversations().add(
          {rooms_[i], ConversationKind::group, "Room", "", false, users_[i * kMembers], Time()});
      for (std::size_t member = 0; member < kMembers; ++member) {
        transaction.members().add(rooms_[i], users_[i * kMembers + member], MemberRole::member, Seq(0), Rev(1), Time());
      }
    }
  }

  std::filesystem::path folder_;
  std::unique_ptr<Database> database_;
  std::vector<UserId> users_;
  std::vector<ConversationId> rooms_;
  std::mt19937 random_{42};
};

// Batches of so many messages, each to another room but for one: what 1,000 connections in rooms of 10 make of it.
void append_batch(benchmark::State& state) {
  Rooms rooms;
  const auto size = static_cast<std::size_t>(state.range(0));
  const SystemClock clock;
  for ([[maybe_unused]] auto turn : state) {
    const std::size_t first = rooms.any_room();
    std::vector<NewMessage> batch;
    for (std::size_t i = 0; i < size; ++i) batch.push_back(rooms.message(first + (i == 1 ? 0 : i) * 7));
    run(rooms.database(), Access::write, [&](Transaction& transaction) {
      for (const auto& sent : transaction.messages().append(batch, clock.now())) {
        if (!sent) throw std::runtime_error(sent.error().detail);
      }
    });
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(static_cast<std::size_t>(state.iterations()) * size));
}
BENCHMARK(append_batch)->Arg(1)->Arg(8)->Arg(64)->Arg(256)->MeasureProcessCPUTime()->UseRealTime()->MinTime(3);

// So many senders, each of whom sends again as soon as the last message is acknowledged.
void send_in_closed_loop(benchmark::State& state) {
  Rooms rooms;
  const SystemClock clock;
  asio::io_context loop(1);
  MessageWriter writer(rooms.database(), clock, {});
  std::int64_t sent = 0;
  bool is_running = true;
  auto sender = [&]() -> Awaitable<void> {
    while (is_running) {
      auto result = co_await writer.send(rooms.message(rooms.any_room()));
      if (!result) throw std::runtime_error(result.error().detail);
      ++sent;
    }
  };
  for (int i = 0; i < state.range(0); ++i) asio::co_spawn(loop.get_executor(), sender(), asio::detached);
  for ([[maybe_unused]] auto turn : state) loop.run_one();
  is_running = false;
  state.SetItemsProcessed(sent);
  loop.run();
}
BENCHMARK(send_in_closed_loop)->Arg(1)->Arg(64)->Arg(256)->MeasureProcessCPUTime()->UseRealTime()->MinTime(3);

// A page of 50 from the middle of a conversation of so many messages.
void read_history_page(benchmark::State& state) {
  Rooms rooms;
  const SystemClock clock;
  const auto messages = static_cast<std::size_t>(state.range(0));
  for (std::size_t done = 0; done < messages; done += 1'000) {
    std::vector<NewMessage> batch;
    for (int i = 0; i < 1'000; ++i) batch.push_back(rooms.message(0));
    run(rooms.database(), Access::write,
        [&](Transaction& transaction) { transaction.messages().append(batch, clock.now()); });
  }
  const Seq middle(state.range(0) / 2);
  std::int64_t found = 0;
  for ([[maybe_unused]] auto turn : state) {
    run(rooms.database(), Access::read, [&](Transaction& transaction) {
      found += static_cast<std::int64_t>(transaction.messages().before(rooms.room(0), middle, Seq(1), 50).size());
    });
  }
  state.SetItemsProcessed(found);
}
BENCHMARK(read_history_page)->Arg(1'000)->Arg(1'000'000)->MeasureProcessCPUTime()->UseRealTime();

}  // namespace
}  // namespace parley
