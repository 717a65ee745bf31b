// A real Redis server for tests, on 127.0.0.1 with a free port, without any files. Used on one thread at a time. It
// ends with the test process at the latest.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "support/process.hpp"
#include "support/temporary_folder.hpp"

namespace parley::testing {

struct RedisServerOptions {
  std::string password = {};  // empty if no password is asked for
};

class RedisServer {
 public:
  // Starts the server and returns when it runs.
  explicit RedisServer(RedisServerOptions options = {});
  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;

  // Returns the server of the test process, which starts on first use. A test that stops it starts it again.
  static RedisServer& shared();

  std::uint16_t port() const { return port_; }
  // redis://[:password@]127.0.0.1:port
  std::string url() const;

  // Stops it by SIGTERM, as an operator does.
  void stop();
  // Kills it by SIGKILL, as a power cut does.
  void kill();
  // Starts it on the same port as before, without its former contents.
  void start();
  // Suspends the process: its connections stay open, but it answers nothing.
  void pause();
  void resume();

  // Deletes the contents of all databases.
  void flush();
  // Runs one command and returns its reply as text, each element of an array on a line. Throws on an error reply.
  std::string run(const std::vector<std::string>& words);

 private:
  // Returns false if the server ended at once because the port was taken.
  bool try_to_start();

  RedisServerOptions options_;
  TemporaryFolder folder_;
  std::uint16_t port_ = 0;
  std::unique_ptr<Process> process_;
};

}  // namespace parley::testing
