// Runs programs as child processes. Used on one thread; a child never outlives the thread that started it.
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

// The time is generous, because the machine may be busy and the program may be built with sanitizers.
inline constexpr std::chrono::seconds kPatience{20};

struct Account {
  uid_t user;
  gid_t group;
};

struct ProcessOptions {
  std::vector<std::string> variables =
      {};  // NAME=value, in addition to this process's environment without its PARLEY_ variables
  std::filesystem::path stderr_file = "/dev/null";  // the output is appended to this file
  std::optional<Account> run_as = {};
  int death_signal = SIGKILL;  // the signal that the child gets when this process ends first
};

// One run of a program. Its stdout is read line by line.
class Process {
 public:
  Process(const std::string& program, const std::vector<std::string>& arguments, const ProcessOptions& options = {});
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // Returns the next line of its output, without the newline. Returns nothing when no line comes in time.
  std::optional<std::string> read_line(Instant deadline);
  void send_signal(int signal) const;
  // Returns its exit code, or minus the signal that ended it. Throws when it does not end in time.
  int wait(Instant deadline);
  bool has_ended() const;
  // Kills it at once, as a power cut does. Returns false if it had ended by itself.
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
