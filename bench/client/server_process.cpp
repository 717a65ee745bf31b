#include <array>
#include <charconv>
#include <fcntl.h>
#include <fstream>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sstream>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "client/server_process.hpp"

namespace parley::bench {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kStartTime{30'000};
constexpr milliseconds kStopTime{15'000};
constexpr milliseconds kStopCheck{5};

// What every workload needs: users without passwords and no limits in the way of one machine that is all of them.
constexpr std::array kSettings = {"dev.enabled=true",
                                  "limits.messages_per_second=0",
                                  "limits.requests_per_second=0",
                                  "limits.sign_ins_per_minute=0",
                                  "auth.bcrypt_cost=4",
                                  "auth.access_token_minutes=1440",
                                  "log.level=warn"};

std::vector<std::string> command(const ServerOptions& options, const std::filesystem::path& folder) {
  std::vector<std::string> words{options.binary, "serve", "--port", "0"};
  const auto set = [&](std::string setting) {
    words.emplace_back("--set");
    words.push_back(std::move(setting));
  };
  set("store.sqlite.path=" + (folder / "parley.db").string());
  for (const char* setting : kSettings) set(setting);
  for (const std::string& setting : options.settings) set(setting);
  return words;
}

pid_t spawn(const std::vector<std::string>& words, int output, const std::filesystem::path& log) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  pid_t process = -1;
  const int failure = posix_spawn(&process, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failure != 0) throw std::runtime_error("cannot start " + words[0]);
  return process;
}

}  // namespace

TemporaryFolder::TemporaryFolder(const std::filesystem::path& parent) {
  std::string name = (parent / "parley-bench-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder in " + parent.string());
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

ServerProcess::ServerProcess(const ServerOptions& options, const std::filesystem::path& folder)
    : log_(folder / "server.log") {
  std::array<int, 2> output{};
  if (::pipe2(output.data(), O_CLOEXEC) != 0) throw std::runtime_error("cannot make a pipe");
  process_ = spawn(command(options, folder), output[1], log_);
  ::close(output[1]);
  wait_until_ready(output[0]);
  ::close(output[0]);
}

ServerProcess::~ServerProcess() {
  ::kill(process_, SIGTERM);
  const auto deadline = steady_clock::now() + kStopTime;
  while (::waitpid(process_, nullptr, WNOHANG) == 0) {
    if (steady_clock::now() > deadline) ::kill(process_, SIGKILL);
    std::this_thread::sleep_for(kStopCheck);
  }
}

// "Parley is ready at http://127.0.0.1:PORT"
void ServerProcess::wait_until_ready(int output) {
  std::string said;
  pollfd readable{output, POLLIN, 0};
  while (!said.contains('\n')) {
    std::array<char, 256> piece{};
    ssize_t count = 0;
    if (::poll(&readable, 1, static_cast<int>(kStartTime.count())) > 0) {
      count = ::read(output, piece.data(), piece.size());
    }
    if (count <= 0) {
      std::stringstream log;
      log << std::ifstream(log_).rdbuf();
      throw std::runtime_error("the server did not start: " + log.str());
    }
    said.append(piece.data(), static_cast<std::size_t>(count));
  }
  const char* digits = said.data() + said.rfind(':') + 1;
  std::from_chars(digits, said.data() + said.size(), port_);
}

// proc(5), /proc/pid/stat: fields 14 and 15, in clock ticks. The second field may hold spaces, and ends in the last
// ')'.
std::chrono::microseconds ServerProcess::cpu_time() const {
  std::string text;
  std::getline(std::ifstream("/proc/" + std::to_string(process_) + "/stat"), text);
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
  std::ifstream status("/proc/" + std::to_string(process_) + "/status");
  std::string word;
  while (status >> word) {
    std::size_t kilobytes = 0;
    if (word == "VmRSS:" && status >> kilobytes) return kilobytes * 1024;
  }
  throw std::runtime_error("the server has gone");
}

}  // namespace parley::bench
