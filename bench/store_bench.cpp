// Measures the stores' messages per second: durable messages in batches as the group-commit writer makes them; the same
// through the writer, from closed loops of senders; and pages of history of short and long conversations. PostgreSQL's
// limits are measured too: bare libpqxx inserts the same rows without any check, in batches and one by one.
#include <algorithm>
#include <atomic>
#include <map>
#include <stdexcept>
#include <thread>

#include <benchmark/benchmark.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <fmt/format.h>
#include <pqxx/pqxx>

#include <parley/core/store/messages.hpp>
#include <parley/features/messages/message_writer.hpp>

#include "store_rooms.hpp"

namespace parley {
namespace {

// Appends batches of that many messages, almost all to different rooms. Such batches come from 1,000 connections in
// rooms of ten.
void append_batch(benchmark::State& state, Kind kind) {
  Rooms rooms(kind);
  const auto size = static_cast<std::size_t>(state.range(0));
  const SystemClock clock;
  for ([[maybe_unused]] auto turn : state) {
    const std::size_t first = rooms.any_room();
    std::vector<NewMessage> batch;
    for (std::size_t i = 0; i < size; ++i) batch.push_back(rooms.message(first + (i == 1 ? 0 : i) * 7));
    run(rooms.database(), Access::write, [&](Transaction& transaction) {
      for (const auto& sent : transaction.store<MessageStore>().append(batch, clock.now())) {
        if (!sent) throw std::runtime_error(sent.error().detail);
      }
    });
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(static_cast<std::size_t>(state.iterations()) * size));
}
BENCHMARK_CAPTURE(append_batch, sqlite, Kind::sqlite)
    ->Arg(1)
    ->Arg(8)
    ->Arg(64)
    ->Arg(256)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->MinTime(3);
BENCHMARK_CAPTURE(append_batch, postgres, Kind::postgres)
    ->Arg(1)
    ->Arg(8)
    ->Arg(64)
    ->Arg(256)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->MinTime(3);

// Each of that many senders sends its next message as soon as the last one is acknowledged.
void send_in_closed_loop(benchmark::State& state, Kind kind) {
  Rooms rooms(kind);
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
BENCHMARK_CAPTURE(send_in_closed_loop, sqlite, Kind::sqlite)
    ->Arg(1)
    ->Arg(64)
    ->Arg(256)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->MinTime(3);
BENCHMARK_CAPTURE(send_in_closed_loop, postgres, Kind::postgres)
    ->Arg(1)
    ->Arg(64)
    ->Arg(256)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->MinTime(3);

// Reads a page of 50 messages from the middle of a conversation of that many messages.
void read_history_page(benchmark::State& state, Kind kind) {
  Rooms rooms(kind);
  const SystemClock clock;
  const auto messages = static_cast<std::size_t>(state.range(0));
  for (std::size_t done = 0; done < messages; done += 1'000) {
    std::vector<NewMessage> batch;
    for (int i = 0; i < 1'000; ++i) batch.push_back(rooms.message(0));
    run(rooms.database(), Access::write,
        [&](Transaction& transaction) { transaction.store<MessageStore>().append(batch, clock.now()); });
  }
  const Seq middle(state.range(0) / 2);
  std::int64_t found = 0;
  for ([[maybe_unused]] auto turn : state) {
    run(rooms.database(), Access::read, [&](Transaction& transaction) {
      found +=
          static_cast<std::int64_t>(transaction.store<MessageStore>().before(rooms.room(0), middle, Seq(1), 50).size());
    });
  }
  state.SetItemsProcessed(found);
}
BENCHMARK_CAPTURE(read_history_page, sqlite, Kind::sqlite)
    ->Arg(1'000)
    ->Arg(1'000'000)
    ->MeasureProcessCPUTime()
    ->UseRealTime();
BENCHMARK_CAPTURE(read_history_page, postgres, Kind::postgres)
    ->Arg(1'000)
    ->Arg(1'000'000)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

// Inserts the rows of that many messages in one statement and one transaction, without any check.
void insert_bare_batch(benchmark::State& state) {
  Rooms rooms(Kind::postgres);
  pqxx::connection connection(rooms.url());
  connection.prepare("insert", R"(
    INSERT INTO messages (conversation_id, seq, rev, created_rev, sender_id, client_id, kind, body, created_at)
    SELECT conversation_id, seq, seq, seq, sender_id, client_id, 'text', body, 0
    FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::text[], $5::text[])
      AS sent (conversation_id, seq, sender_id, client_id, body))");
  std::int64_t seq = 0;
  for ([[maybe_unused]] auto turn : state) {
    std::string conversations = "{";
    std::string seqs = "{";
    std::string senders = "{";
    std::string client_ids = "{";
    std::string bodies = "{";
    const std::size_t first = rooms.any_room();
    for (std::int64_t i = 0; i < state.range(0); ++i) {
      const auto message = rooms.message(first + static_cast<std::size_t>(i) * 7);
      const char* separator = i == 0 ? "" : ",";
      conversations += separator + message.conversation.text();
      seqs += separator + std::to_string(++seq);
      senders += separator + message.sender.text();
      client_ids += separator + message.client_id;
      bodies += separator + message.content.body;
    }
    for (auto* array : {&conversations, &seqs, &senders, &client_ids, &bodies}) *array += '}';
    pqxx::work work(connection);
    work.exec_prepared("insert", conversations, seqs, senders, client_ids, bodies);
    work.commit();
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(insert_bare_batch)->Arg(64)->Arg(256)->MeasureProcessCPUTime()->UseRealTime()->MinTime(3);

// Each of that many clients inserts one row, which is a transaction of its own, and then the next one.
void commit_bare_rows(benchmark::State& state) {
  Rooms rooms(Kind::postgres);
  std::atomic<bool> is_running = true;
  std::atomic<std::int64_t> committed = 0;
  std::vector<std::jthread> clients;
  for (std::int64_t client = 0; client < state.range(0); ++client) {
    const NewMessage row = rooms.message(static_cast<std::size_t>(client));
    clients.emplace_back([&, client, row] {
      pqxx::connection connection(rooms.url());
      connection.prepare("insert", R"(
        INSERT INTO messages (conversation_id, seq, rev, created_rev, sender_id, client_id, kind, body, created_at)
        VALUES ($1, $2, $2, $2, $3, $4, 'text', $5, 0))");
      for (std::int64_t seq = 1; is_running; ++seq) {
        pqxx::nontransaction work(connection);
        work.exec_prepared("insert", row.conversation.text(), client * 10'000'000 + seq, row.sender.text(),
                           Uuid::generate().text(), row.content.body);
        ++committed;
      }
    });
  }
  constexpr milliseconds kTurn{100};
  for ([[maybe_unused]] auto turn : state) std::this_thread::sleep_for(kTurn);
  state.SetItemsProcessed(committed);
  is_running = false;
}
BENCHMARK(commit_bare_rows)->Arg(1)->Arg(64)->MeasureProcessCPUTime()->UseRealTime()->MinTime(3);

// Prints as usual and keeps the rates, so that they can be compared at the end.
class ComparingReporter final : public benchmark::ConsoleReporter {
 public:
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      const auto rate = run.counters.find("items_per_second");
      if (run.run_type == Run::RT_Iteration && rate != run.counters.end()) {
        auto& best = rates_[run.benchmark_name().substr(0, run.benchmark_name().find("/min_time"))];
        best = std::max(best, rate->second.value);
      }
    }
    ConsoleReporter::ReportRuns(runs);
  }

  void print_ratios() const {
    for (const auto* size : {"64", "256"}) {
      print_ratio(fmt::format("append_batch/postgres/{}", size), fmt::format("insert_bare_batch/{}", size));
      print_ratio(fmt::format("send_in_closed_loop/postgres/{}", size), "commit_bare_rows/64");
    }
    print_ratio("append_batch/postgres/1", "commit_bare_rows/1");
  }

 private:
  void print_ratio(const std::string& ours, const std::string& ceiling) const {
    const auto one = rates_.find(ours);
    const auto other = rates_.find(ceiling);
    if (one == rates_.end() || other == rates_.end()) return;
    fmt::print("{} / {} = {:.2f}\n", ours, ceiling, one->second / other->second);
  }

  std::map<std::string, double> rates_;
};

}  // namespace
}  // namespace parley

int main(int count, char** arguments) {
  benchmark::Initialize(&count, arguments);
  parley::ComparingReporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  reporter.print_ratios();
}
