// The real binary as a child process. Used on one thread; a child never outlives the thread that started it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

#include "e2e/support/deadline.hpp"

namespace parley::e2e {

// A folder that goes away with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// One run of parleyd. Its stdout is read line by line, its stderr is appended to a file.
class Process {
 public:
  // `variables` are NAME=value pairs on top of this process's environment, which loses its own PARLEY_* ones.
  Process(const std::vector<std::string>& arguments, const std::vector<std::string>& variables,
          const std::filesystem::path& stderr_file);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // The next line that it prints, without its end; nothing when it prints no more, or not in time.
  std::optional<std::string> read_line(Clock::time_point deadline);
  void send_signal(int signal) const;
  // Its exit code, or minus the signal that ended it. Throws when it does not end in time.
  int wait(Clock::time_point deadline);
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

// What a run that ends by itself left behind.
struct Finished {
  int exit_code = 0;
  std::string out;
  std::string error;
};

Finished run_parleyd(const std::vector<std::string>& arguments, const std::vector<std::string>& variables = {});

std::string read_file(const std::filesystem::path& path);

}  // namespace parley::e2e
