// A real Redis for tests, on 127.0.0.1 and a free port, that keeps nothing on disk. Used on one thread at a time; ends
// with the test process at the latest.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "support/process.hpp"
#include "support/temporary_folder.hpp"

namespace parley::testing {

struct RedisServerOptions {
  std::string password = {};  // empty: none is asked for
};

class RedisServer {
 public:
  // Runs when this returns.
  explicit RedisServer(RedisServerOptions options = {});
  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;

  // One for the whole test process, started on first use. Whoever stops it starts it again.
  static RedisServer& shared();

  std::uint16_t port() const { return port_; }
  // redis://[:password@]127.0.0.1:port
  std::string url() const;

  // SIGTERM, as an operator stops it.
  void stop();
  // SIGKILL, as a power cut would.
  void kill();
  // On the same port as before; what it held is gone.
  void start();
  // Stopped in its tracks: connections stay, nothing is answered.
  void pause();
  void resume();

  // Everything that it holds, of every database, is gone.
  void flush();
  // Runs one command and gives its reply as text: the elements of an array one a line. Throws on an error reply.
  std::string run(const std::vector<std::string>& words);

 private:
  // False when it ended again at once: the port was taken.
  bool try_to_start();

  RedisServerOptions options_;
  TemporaryFolder folder_;
  std::uint16_t port_ = 0;
  std::unique_ptr<Process> process_;
};

}  // namespace parley::testing
