// Programs as child processes. Used on one thread; a child never outlives the thread that started it.
#pragma once

#include <chrono>
#include <csignal>
#include <filesystem>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

#include <parley/base/time.hpp>

namespace parley::testing {

// Generous, because the machine may be busy and the program built with sanitizers.
inline constexpr std::chrono::seconds kPatience{20};

struct Account {
  uid_t user;
  gid_t group;
};

struct ProcessOptions {
  std::vector<std::string> variables =
      {};  // NAME=value, on top of this process's environment without its PARLEY_* ones
  std::filesystem::path stderr_file = "/dev/null";  // appended to
  std::optional<Account> run_as = {};
  int death_signal = SIGKILL;  // what it gets when this process ends before it
};

// One run of a program. Its stdout is read line by line.
class Process {
 public:
  Process(const std::string& program, const std::vector<std::string>& arguments, const ProcessOptions& options = {});
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // The next line that it prints, without its end; nothing when it prints no more, or not in time.
  std::optional<std::string> read_line(Instant deadline);
  void send_signal(int signal) const;
  // Its exit code, or minus the signal that ended it. Throws when it does not end in time.
  int wait(Instant deadline);
  bool has_ended() const;
  // Ends it at once, as a power cut would. False when it had ended by itself.
  bool kill();
  pid_t id() const { return id_; }

 private:
  pid_t id_ = -1;
  int exit_handle_ = -1;  // a pidfd, readable once the process has ended
  int stdout_ = -1;
  std::string unread_;
  std::optional<int> exit_code_;
};

std::string read_file(const std::filesystem::path& path);

}  // namespace parley::testing
