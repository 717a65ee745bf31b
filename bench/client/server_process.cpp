#include <charconv>
#include <csignal>
#include <fstream>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <unistd.h>

#include "client/server_process.hpp"

namespace parley::bench {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds kStartTime{30};
constexpr std::chrono::seconds kStopTime{15};

// Returns the port if the line ends in http://127.0.0.1:PORT and the suffix, or nothing.
std::optional<std::uint16_t> port_in(std::string_view line, std::string_view suffix) {
  constexpr std::string_view kAddress = "http://127.0.0.1:";
  const auto at = line.rfind(kAddress);
  if (at == std::string_view::npos) return std::nullopt;
  std::uint16_t port = 0;
  const char* end = line.data() + line.size();
  const auto parsed = std::from_chars(line.data() + at + kAddress.size(), end, port);
  if (parsed.ec != std::errc{} || std::string_view(parsed.ptr, end) != suffix) return std::nullopt;
  return port;
}

ServerProcess::Ports wait_until_ready(testing::Process& process, const std::filesystem::path& log) {
  const auto deadline = steady_clock::now() + kStartTime;
  std::optional<std::uint16_t> metrics;
  while (const auto line = process.read_line(deadline)) {
    if (const auto port = port_in(*line, "/metrics")) metrics = port;
    if (const auto port = port_in(*line, "")) return {.clients = *port, .metrics = metrics.value_or(*port)};
  }
  throw std::runtime_error("the server did not start: " + testing::read_file(log));
}

}  // namespace

ServerProcess::ServerProcess(const ServerCommand& command, const std::filesystem::path& folder)
    : log_(folder / "server.log"),
      process_(command.program, command.arguments, {.variables = command.variables, .stderr_file = log_}),
      ports_(wait_until_ready(process_, log_)) {}

ServerProcess::~ServerProcess() {
  process_.send_signal(SIGTERM);
  try {
    process_.wait(steady_clock::now() + kStopTime);
  } catch (const std::runtime_error&) {
    process_.kill();
  }
}

// Reads fields 14 and 15 of /proc/pid/stat, in clock ticks (proc(5)). The second field may contain spaces; it ends at
// the last ')'.
std::chrono::microseconds ServerProcess::cpu_time() const {
  std::string text;
  std::getline(std::ifstream("/proc/" + std::to_string(process_.id()) + "/stat"), text);
  std::istringstream fields(text.substr(text.rfind(')') + 1));
  constexpr int kFieldsBefore = 11;
  std::string skipped;
  for (int i = 0; i < kFieldsBefore; ++i) fields >> skipped;
  std::int64_t user = 0;
  std::int64_t system = 0;
  fields >> user >> system;
  return std::chrono::microseconds(1'000'000 * (user + system) / ::sysconf(_SC_CLK_TCK));
}

std::size_t ServerProcess::resident_bytes() const {
  std::ifstream status("/proc/" + std::to_string(process_.id()) + "/status");
  std::string word;
  while (status >> word) {
    std::size_t kilobytes = 0;
    if (word == "VmRSS:" && status >> kilobytes) return kilobytes * 1024;
  }
  throw std::runtime_error("the server has gone");
}

}  // namespace parley::bench
