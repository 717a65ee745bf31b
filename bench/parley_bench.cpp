// Starts servers and measures them from outside, as clients see them. See docs/performance.md.
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

namespace parley::bench {
namespace {

struct NamedChat {
  std::string_view name;
  ChatOptions options;
};

constexpr std::array kChats = {
    NamedChat{"A", {.room_size = 10, .senders = 64}},    NamedChat{"B", {.room_size = 100, .senders = 32}},
    NamedChat{"C", {.room_size = 1'000, .senders = 8}},  NamedChat{"D", {.room_size = 10, .senders = 256}},
    NamedChat{"open", {.room_size = 50, .rate = 1'000}},
};

const std::vector<std::string> kAll = {"A", "B", "D", "C", "open", "idle", "connect", "startup", "size"};

struct Options {
  Programs programs;
  std::vector<std::string> subjects = {"parley-sqlite"};
  std::filesystem::path folder = std::filesystem::temp_directory_path();
  std::int64_t warm_up_seconds = 2;
  std::int64_t seconds = 8;
  std::vector<std::string> workloads = kAll;
  ChatOptions own;  // for the workload "chat"
  std::size_t idle_connections = 5'000;
  std::size_t repeat = 1;
  bool as_json = false;
};

// Both processes need a descriptor for each connection; the server inherits the limit.
void raise_descriptor_limit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

// Runs workloads on all subjects and reports what came of it.
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
    if (chat != kChats.end()) return measure_chat(name, chat->options);
    if (name == "chat") return measure_chat(name, options_.own);
    if (name == "idle") return measure_idle();
    if (name == "connect") return measure_connect();
    if (name == "startup") return measure_startup();
    report_.add("parleyd", "size", "of the binary",
                static_cast<double>(std::filesystem::file_size(options_.programs.parleyd)) / 1e6, "MB");
  }

 private:
  // Gives each subject's result in the middle. The subjects take turns, so that what else the machine does meanwhile
  // falls on all of them.
  template <class Run, class Projection>
  auto medians(Run run, Projection projection) {
    using Result = decltype(run(environments_.front()));
    std::vector<std::vector<Result>> results(environments_.size());
    for (std::size_t i = 0; i < options_.repeat; ++i) {
      for (std::size_t subject = 0; subject < environments_.size(); ++subject) {
        results[subject].push_back(run(environments_[subject]));
      }
    }
    std::vector<std::pair<std::string_view, Result>> medians;
    for (std::size_t subject = 0; subject < environments_.size(); ++subject) {
      std::ranges::sort(results[subject], {}, projection);
      medians.emplace_back(environments_[subject].subject.name, std::move(results[subject][options_.repeat / 2]));
    }
    return medians;
  }

  void measure_chat(const std::string& name, const ChatOptions& chat) {
    const auto results = medians([&](const Environment& environment) { return run_chat(environment, chat); },
                                 [](const ChatResult& result) { return result.acknowledged_rate(); });
    for (const auto& [subject, result] : results) report_.add(subject, name, chat, result);
  }

  void measure_idle() {
    const std::size_t connections = options_.idle_connections;
    const auto results = medians([&](const Environment& environment) { return run_idle(environment, connections); },
                                 [](const IdleResult& one) { return one.bytes_per_connection(); });
    for (const auto& [subject, result] : results) {
      report_.add(subject, "idle", fmt::format("of memory a connection, {} of them", connections),
                  result.bytes_per_connection(), "bytes");
      report_.add(subject, "", "of memory before them", static_cast<double>(result.resident_bytes_before) / 1e6, "MB");
    }
  }

  void measure_connect() {
    const auto results = medians(run_connect, [](const ConnectResult& one) { return one.rate(); });
    for (const auto& [subject, result] : results) {
      const auto latency = std::chrono::duration<double, std::milli>(result.latency.percentile(0.99));
      report_.add(subject, "connect", "authenticated connects, 64 at a time", result.rate(), "/s");
      report_.add(subject, "", "p99 from the first packet to the answer to hello", latency.count(), "ms");
      report_.add(subject, "", "of the server's CPU time for one",
                  1e6 * result.server_cpu_seconds / static_cast<double>(result.connected), "us");
    }
  }

  void measure_startup() {
    for (const auto& [subject, result] : medians(run_startup, std::identity())) {
      const std::chrono::duration<double, std::milli> time = result;
      report_.add(subject, "startup", "from an empty folder to the first answer", time.count(), "ms");
    }
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
  known.emplace_back("chat");
  CLI::App app("Measures servers, which it starts by itself", "parley_bench");
  app.add_option("workloads", options.workloads, "Which ones; all but chat where none is named")
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
