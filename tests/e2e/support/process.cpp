#include <csignal>
#include <cstdlib>
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

#include "e2e/support/process.hpp"

namespace parley::e2e {
namespace {

[[noreturn]] void throw_errno(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

// False when the deadline passed first.
bool wait_readable(int descriptor, Clock::time_point deadline) {
  for (;;) {
    const auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now());
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

// In memory where there is such a place: it is processes that end here, not machines, and the tests are not to wait for
// a busy disk.
std::filesystem::path parent_of_temporary_folders() {
  const std::filesystem::path memory = "/dev/shm";
  return ::access(memory.c_str(), W_OK) == 0 ? memory : std::filesystem::temp_directory_path();
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (parent_of_temporary_folders() / "parley-e2e-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw_errno("mkdtemp");
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Process::Process(const std::vector<std::string>& arguments, const std::vector<std::string>& variables,
                 const std::filesystem::path& stderr_file) {
  std::vector<std::string> words = {PARLEYD_PATH};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> environment = environment_with(variables);
  const auto word_pointers = pointers(words);
  const auto environment_pointers = pointers(environment);

  int pipe[2];
  if (::pipe2(pipe, O_CLOEXEC) != 0) throw_errno("pipe2");
  const int log = ::open(stderr_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (log < 0) throw_errno("open");
  // Between fork and exec only what is safe in a signal handler.
  id_ = ::fork();
  if (id_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(pipe[1], STDOUT_FILENO);
    ::dup2(log, STDERR_FILENO);
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

std::optional<std::string> Process::read_line(Clock::time_point deadline) {
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

int Process::wait(Clock::time_point deadline) {
  if (exit_code_) return *exit_code_;
  if (!wait_readable(exit_handle_, deadline)) throw std::runtime_error("the process did not end in time");
  int status = 0;
  if (::waitpid(id_, &status, 0) != id_) throw_errno("waitpid");
  exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  return *exit_code_;
}

bool Process::kill() {
  send_signal(SIGKILL);
  return wait(Clock::now() + kPatience) == -SIGKILL;
}

Finished run_parleyd(const std::vector<std::string>& arguments, const std::vector<std::string>& variables) {
  const TemporaryFolder folder;
  const auto error_file = folder.path() / "stderr";
  const auto deadline = Clock::now() + kPatience;
  Process process(arguments, variables, error_file);
  Finished finished;
  while (const auto line = process.read_line(deadline)) finished.out += *line + '\n';
  finished.exit_code = process.wait(deadline);
  finished.error = read_file(error_file);
  return finished;
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace parley::e2e
