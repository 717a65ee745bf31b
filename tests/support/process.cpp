#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <poll.h>
#include <stdexcept>
#include <string_view>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

#include "support/process.hpp"

namespace parley::testing {
namespace {

[[noreturn]] void throw_errno(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

// Returns false when the deadline passed first.
bool wait_readable(int descriptor, Instant deadline) {
  for (;;) {
    const auto left = std::chrono::ceil<milliseconds>(deadline - Instant::clock::now());
    if (left.count() <= 0) return false;
    pollfd wanted{descriptor, POLLIN, 0};
    const int found = ::poll(&wanted, 1, static_cast<int>(left.count()));
    if (found > 0) return true;
    if (found < 0 && errno != EINTR) throw_errno("poll");
  }
}

std::vector<std::string> environment_with(const std::vector<std::string>& variables) {
  std::vector<std::string> all = variables;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    if (!std::string_view(*variable).starts_with("PARLEY_")) all.emplace_back(*variable);
  }
  return all;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (std::string& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

}  // namespace

Process::Process(const std::string& program, const std::vector<std::string>& arguments, const ProcessOptions& options) {
  std::vector<std::string> words = {program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> environment = environment_with(options.variables);
  const auto word_pointers = pointers(words);
  const auto environment_pointers = pointers(environment);

  int pipe[2];
  if (::pipe2(pipe, O_CLOEXEC) != 0) throw_errno("pipe2");
  const int log = ::open(options.stderr_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (log < 0) throw_errno("open");
  // Between fork and exec, only calls that are safe in a signal handler are allowed.
  id_ = ::fork();
  if (id_ == 0) {
    // The change of the user comes first, because it resets the death signal.
    if (options.run_as && (::setgid(options.run_as->group) != 0 || ::setuid(options.run_as->user) != 0)) ::_exit(126);
    ::prctl(PR_SET_PDEATHSIG, options.death_signal);
    ::dup2(pipe[1], STDOUT_FILENO);
    ::dup2(log, STDERR_FILENO);
    // The child must not inherit the sockets of other threads, since it would keep their connections open.
    ::close_range(STDERR_FILENO + 1, ~0U, 0);
    ::execve(words.front().c_str(), word_pointers.data(), environment_pointers.data());
    ::_exit(127);
  }
  ::close(pipe[1]);
  ::close(log);
  stdout_ = pipe[0];
  if (id_ < 0) throw_errno("fork");
  exit_handle_ = static_cast<int>(::syscall(SYS_pidfd_open, id_, 0));
  if (exit_handle_ < 0) throw_errno("pidfd_open");
}

Process::~Process() {
  if (!exit_code_) kill();
  ::close(exit_handle_);
  ::close(stdout_);
}

std::optional<std::string> Process::read_line(Instant deadline) {
  for (;;) {
    const std::size_t end = unread_.find('\n');
    if (end != std::string::npos) {
      std::string line = unread_.substr(0, end);
      unread_.erase(0, end + 1);
      return line;
    }
    if (!wait_readable(stdout_, deadline)) return std::nullopt;
    char buffer[4096];
    const ssize_t count = ::read(stdout_, buffer, sizeof buffer);
    if (count <= 0) return std::nullopt;
    unread_.append(buffer, static_cast<std::size_t>(count));
  }
}

void Process::send_signal(int signal) const { ::kill(id_, signal); }

bool Process::has_ended() const {
  pollfd ended{exit_handle_, POLLIN, 0};
  return exit_code_ || ::poll(&ended, 1, 0) > 0;
}

int Process::wait(Instant deadline) {
  if (exit_code_) return *exit_code_;
  if (!wait_readable(exit_handle_, deadline)) throw std::runtime_error("the process did not end in time");
  int status = 0;
  if (::waitpid(id_, &status, 0) != id_) throw_errno("waitpid");
  exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  return *exit_code_;
}

bool Process::kill() {
  send_signal(SIGKILL);
  return wait(Instant::clock::now() + kPatience) == -SIGKILL;
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace parley::testing
