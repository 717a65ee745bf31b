// Starts the server and measures it from outside, as clients see it. See docs/performance.md.
#include <algorithm>
#include <iostream>
#include <map>
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
  Environment environment{.server = {}, .folder = std::filesystem::temp_directory_path()};
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

// The one in the middle of several results.
template <class Run, class Projection>
auto median(std::size_t repeat, Run run, Projection projection) {
  std::vector<decltype(run())> results;
  for (std::size_t i = 0; i < repeat; ++i) results.push_back(run());
  std::ranges::sort(results, {}, projection);
  return std::move(results[repeat / 2]);
}

void measure_chat(const Options& options, const std::string& name, const ChatOptions& chat, Report& report) {
  report.add(name, chat,
             median(
                 options.repeat, [&] { return run_chat(options.environment, chat); },
                 [](const ChatResult& result) { return result.acknowledged_rate(); }));
}

void measure_idle(const Options& options, Report& report) {
  const auto result = median(
      options.repeat, [&] { return run_idle(options.environment, options.idle_connections); },
      [](const IdleResult& one) { return one.bytes_per_connection(); });
  report.add("idle", fmt::format("of memory a connection, {} of them", options.idle_connections),
             result.bytes_per_connection(), "bytes");
  report.add("", "of memory before them", static_cast<double>(result.resident_bytes_before) / 1e6, "MB");
}

void measure_connect(const Options& options, Report& report) {
  const auto result = median(
      options.repeat, [&] { return run_connect(options.environment); },
      [](const ConnectResult& one) { return one.rate(); });
  const auto latency = std::chrono::duration<double, std::milli>(result.latency.percentile(0.99));
  report.add("connect", "authenticated connects, 64 at a time", result.rate(), "/s");
  report.add("", "p99 from the first packet to the answer to hello", latency.count(), "ms");
  report.add("", "of the server's CPU time for one",
             1e6 * result.server_cpu_seconds / static_cast<double>(result.connected), "us");
}

void measure(const Options& options, const std::string& name, Report& report) {
  const auto* chat = std::ranges::find(kChats, name, &NamedChat::name);
  if (chat != kChats.end()) return measure_chat(options, name, chat->options, report);
  if (name == "chat") return measure_chat(options, name, options.own, report);
  if (name == "idle") return measure_idle(options, report);
  if (name == "connect") return measure_connect(options, report);
  if (name == "startup") {
    const std::chrono::duration<double, std::milli> time = run_startup(options.environment);
    return report.add(name, "from an empty folder to the first answer", time.count(), "ms");
  }
  report.add("size", "of the binary",
             static_cast<double>(std::filesystem::file_size(options.environment.server.binary)) / 1e6, "MB");
}

int run(const Options& options) {
  raise_descriptor_limit();
  Report report(examine_machine(options.environment.folder));
  for (const std::string& name : options.workloads) {
    std::cerr << name << " …\n";
    measure(options, name, report);
  }
  std::cout << (options.as_json ? report.json() : report.table());
  return report.has_faults() ? 1 : 0;
}

int main(int argc, const char* const* argv) {
  Options options;
  std::vector<std::string> known = kAll;
  known.emplace_back("chat");
  std::int64_t seconds = options.environment.duration.count();
  std::int64_t warm_up = options.environment.warm_up.count();
  CLI::App app("Measures a Parley server, which it starts by itself", "parley_bench");
  app.add_option("workloads", options.workloads, "Which ones; all but chat where none is named")
      ->check(CLI::IsMember(known));
  app.add_option("--server", options.environment.server.binary, "The server's binary")->required();
  app.add_option("--set", options.environment.server.settings, "A setting of the server, as key=value")
      ->allow_extra_args(false);
  app.add_option("--folder", options.environment.folder, "Where databases are made")->capture_default_str();
  app.add_option("--seconds", seconds, "How long each workload is measured")->capture_default_str();
  app.add_option("--warm-up", warm_up, "Seconds before that")->capture_default_str();
  app.add_option("--repeat", options.repeat, "Runs of each, of which the median is taken")->capture_default_str();
  app.add_option("--idle-connections", options.idle_connections, "Of idle")->capture_default_str();
  app.add_option("--connections", options.own.connections, "Of chat")->capture_default_str();
  app.add_option("--room-size", options.own.room_size, "Of chat")->capture_default_str();
  app.add_option("--senders", options.own.senders, "Of chat, in closed loops")->capture_default_str();
  app.add_option("--rate", options.own.rate, "Of chat: messages a second, instead of closed loops");
  app.add_flag("--json", options.as_json, "Print JSON instead of a table");
  CLI11_PARSE(app, argc, argv);
  options.environment.duration = std::chrono::seconds(seconds);
  options.environment.warm_up = std::chrono::seconds(warm_up);
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
