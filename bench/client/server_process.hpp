// The server under test as a process of its own, and what the kernel knows of it. One thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

namespace parley::bench {

struct ServerOptions {
  std::string binary;
  std::vector<std::string> settings;  // further --set key=value
};

// A folder that is gone at the end.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(const std::filesystem::path& parent);
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

class ServerProcess {
 public:
  // Starts the server on a free port with its database in `folder`, where its log goes too, and waits until it says
  // where it listens. Throws when it does not.
  ServerProcess(const ServerOptions& options, const std::filesystem::path& folder);
  // Asks it to stop, and ends it when it does not within some seconds.
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  std::uint16_t port() const { return port_; }
  std::chrono::microseconds cpu_time() const;  // user and system, of all its threads
  std::size_t resident_bytes() const;

 private:
  void wait_until_ready(int output);

  pid_t process_ = -1;
  std::filesystem::path log_;
  std::uint16_t port_ = 0;
};

}  // namespace parley::bench
