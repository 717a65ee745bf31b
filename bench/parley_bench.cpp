// Starts servers and measures them from the outside, as their clients see them. See docs/performance.md.
#include <algorithm>
#include <array>
#include <functional>
#include <iostream>
#include <stdexcept>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "report.hpp"
#include "workloads/chat.hpp"
#include "workloads/connections.hpp"
#include "workloads/history.hpp"
#include "workloads/memory.hpp"
#include "workloads/mixed.hpp"
#include "workloads/reconnect.hpp"
#include "workloads/slow_readers.hpp"
#include "workloads/sync.hpp"
#include "workloads/typing.hpp"

namespace parley::bench {
namespace {

struct NamedChat {
  std::string_view name;
  ChatOptions options;
  decltype(&run_chat) run = run_chat;
};

constexpr std::array kChats = {
    NamedChat{"A", {.room_size = 10, .senders = 64}},
    NamedChat{"B", {.room_size = 100, .senders = 32}},
    NamedChat{"C", {.room_size = 1'000, .senders = 8}},
    NamedChat{"D", {.room_size = 10, .senders = 256}},
    NamedChat{"open", {.room_size = 50, .rate = 1'000}},
    NamedChat{"room", {.connections = 5'000, .room_size = 5'000, .senders = 1}},
    NamedChat{"typing", {.room_size = 100, .senders = 32}, run_typing},
};

const std::vector<std::string> kAll = {"A",       "B",       "D",    "C",         "open",  "typing", "room", "idle",
                                       "connect", "startup", "size", "reconnect", "mixed", "memory", "slow"};

constexpr std::size_t kSlowReaders = 100;

struct Options {
  Programs programs;
  std::vector<std::string> subjects = {"parley-sqlite"};
  std::filesystem::path folder = std::filesystem::temp_directory_path();
  std::int64_t warm_up_seconds = 2;
  std::int64_t seconds = 8;
  std::vector<std::string> workloads = kAll;
  ChatOptions own;  // the options of the workload "chat"
  std::size_t idle_connections = 5'000;
  std::size_t memory_connections = 10'000;
  std::vector<std::size_t> history_messages = {1'000, 10'000, 100'000, 1'000'000, 10'000'000};
  std::vector<std::size_t> sync_conversations = {1, 10, 100, 1'000, 5'000};
  std::size_t repeat = 1;
  bool as_json = false;
};

// The client and the server each need a descriptor for each connection. The server inherits the limit.
void raise_descriptor_limit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

// Runs workloads on all subjects and reports the results.
class Measurement {
 public:
  Measurement(const Options& options, Report& report) : options_(options), report_(report), backends_(options.folder) {
    for (const std::string& name : options.subjects) {
      environments_.push_back({.subject = find_subject(name),
                               .programs = options.programs,
                               .backends = backends_,
                               .folder = options.folder,
                               .warm_up = std::chrono::seconds(options.warm_up_seconds),
                               .duration = std::chrono::seconds(options.seconds)});
    }
  }

  void measure(const std::string& name) {
    const auto* chat = std::ranges::find(kChats, name, &NamedChat::name);
    if (chat != kChats.end()) return measure_chat(*chat);
    if (name == "chat") return measure_chat({name, options_.own});
    if (name == "idle") return measure(name, run_idle, options_.idle_connections, &IdleResult::bytes_per_connection);
    if (name == "connect") return measure(name, run_connect, &ConnectResult::rate);
    if (name == "startup") return measure(name, run_startup, &StartupResult::time);
    if (name == "reconnect") return measure(name, run_reconnect, ReconnectOptions(), &ReconnectResult::seconds);
    if (name == "mixed") return measure(name, run_mixed, MixedOptions(), &MixedResult::server_cpu_seconds);
    if (name == "memory") return measure(name, run_memory, options_.memory_connections, &MemoryResult::most);
    if (name == "slow") return measure(name, run_slow_readers, kSlowReaders, &SlowReadersResult::seconds);
    if (name == "history") return measure(name, run_history, options_.history_messages, &HistoryResult::growth);
    if (name == "sync") return measure(name, run_sync, options_.sync_conversations, &SyncResult::longest);
    report_.add(
        "parleyd", name,
        {{"of the binary", static_cast<double>(std::filesystem::file_size(options_.programs.parleyd)) / 1e6, "MB"}});
  }

 private:
  // Returns the middle result of each subject. The subjects take turns, so that other work on the machine affects all
  // of them.
  template <class Run, class Projection>
  auto medians(const std::string& name, Run run, Projection projection) {
    using Result = decltype(run(environments_.front()));
    std::vector<std::vector<Result>> results(environments_.size());
    for (std::size_t i = 0; i < options_.repeat; ++i) {
      for (std::size_t subject = 0; subject < environments_.size(); ++subject) {
        results[subject].push_back(run(environments_[subject]));
        note_faults(environments_[subject].subject.name, name, results[subject].back());
      }
    }
    std::vector<std::pair<std::string_view, Result>> medians;
    for (std::size_t subject = 0; subject < environments_.size(); ++subject) {
      std::ranges::sort(results[subject], {}, projection);
      medians.emplace_back(environments_[subject].subject.name, std::move(results[subject][options_.repeat / 2]));
    }
    return medians;
  }

  // Reports the faults of every run, not only those of the middle one.
  template <class Result>
  void note_faults(std::string_view subject, const std::string& name, const Result& result) {
    if constexpr (requires { faults_of(result); }) {
      if (const std::string faults = faults_of(result); !faults.empty()) report_.add_fault(subject, name, faults);
    }
  }

  void measure_chat(const NamedChat& chat) {
    const std::string name(chat.name);
    const auto results = medians(
        name, [&](const Environment& environment) { return chat.run(environment, chat.options); },
        &ChatResult::acknowledged_rate);
    for (const auto& [subject, result] : results) report_.add(subject, name, chat.options, result);
  }

  // Runs a workload several times and returns the run that is in the middle by `projection`.
  template <class Run, class Settings, class Projection>
  void measure(const std::string& name, Run run, const Settings& settings, Projection projection) {
    const auto run_one = [&](const Environment& environment) { return run(environment, settings); };
    for (const auto& [subject, result] : medians(name, run_one, projection))
      report_.add(subject, name, figures(result));
  }
  template <class Run, class Projection>
  void measure(const std::string& name, Run run, Projection projection) {
    for (const auto& [subject, result] : medians(name, run, projection)) report_.add(subject, name, figures(result));
  }

  const Options& options_;
  Report& report_;
  Backends backends_;
  std::vector<Environment> environments_;
};

int run(const Options& options) {
  raise_descriptor_limit();
  Report report(examine_machine(options.folder));
  Measurement measurement(options, report);
  for (const std::string& name : options.workloads) {
    std::cerr << name << " …\n";
    measurement.measure(name);
  }
  std::cout << (options.as_json ? report.json() : report.table());
  return report.has_faults() ? 1 : 0;
}

int main(int argc, const char* const* argv) {
  Options options;
  std::vector<std::string> known = kAll;
  known.insert(known.end(), {"chat", "history", "sync"});
  CLI::App app("Measures servers, which it starts by itself", "parley_bench");
  app.add_option("workloads", options.workloads, "Which ones; all but chat, history and sync where none is named")
      ->check(CLI::IsMember(known));
  app.add_option("--subject", options.subjects, "Which server, with which store; several take turns")
      ->check(CLI::IsMember(subject_names()))
      ->allow_extra_args(false)
      ->capture_default_str();
  app.add_option("--server", options.programs.parleyd, "parleyd's binary")->required();
  app.add_option("--set", options.programs.settings, "A setting of parleyd, as key=value")->allow_extra_args(false);
  app.add_option("--folder", options.folder, "Where databases are made")->capture_default_str();
  app.add_option("--seconds", options.seconds, "How long each workload is measured")->capture_default_str();
  app.add_option("--warm-up", options.warm_up_seconds, "Seconds before that")->capture_default_str();
  app.add_option("--repeat", options.repeat, "Runs of each, of which the median is taken")->capture_default_str();
  app.add_option("--idle-connections", options.idle_connections, "Of idle")->capture_default_str();
  app.add_option("--memory-connections", options.memory_connections, "Of memory")->capture_default_str();
  app.add_option("--history-messages", options.history_messages, "Of history, in one conversation: 1000,1000000 …")
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_option("--sync-conversations", options.sync_conversations, "Of sync, of one user: 1,1000 …")
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_option("--nodes", options.own.nodes, "Of chat, on the subject parley-cluster")->capture_default_str();
  app.add_option("--connections", options.own.connections, "Of chat")->capture_default_str();
  app.add_option("--room-size", options.own.room_size, "Of chat")->capture_default_str();
  app.add_option("--senders", options.own.senders, "Of chat, in closed loops")->capture_default_str();
  app.add_option("--rate", options.own.rate, "Of chat: messages a second, instead of closed loops");
  app.add_flag("--json", options.as_json, "Print JSON instead of a table");
  CLI11_PARSE(app, argc, argv);
  return run(options);
}

}  // namespace
}  // namespace parley::bench

int main(int argc, const char* const* argv) {
  try {
    return parley::bench::main(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "parley_bench: " << error.what() << '\n';
    return 1;
  }
}
