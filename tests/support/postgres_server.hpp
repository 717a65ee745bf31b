// A PostgreSQL server for tests, on 127.0.0.1 with a free port and data that is deleted at the end. It does not wait
// for the disk unless asked to, because the tests crash processes and not machines. Used on one thread at a time. It
// ends with its owner, even when the owner crashes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

#include "support/process.hpp"
#include "support/temporary_folder.hpp"

namespace parley::testing {

struct PostgresServerOptions {
  // Commits reach the disk, as in production. Benchmarks need this, and a folder on a disk.
  bool is_durable = false;
  // The parent of its folder; by default a file system in memory, if there is one.
  std::filesystem::path parent_folder = {};
};

class PostgresServer {
 public:
  explicit PostgresServer(const PostgresServerOptions& options = {});
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  std::string url(const std::string& database = "postgres") const;
  std::uint16_t port() const { return port_; }
  pid_t id() const { return process_->id(); }  // the id of the process that starts the others

  // Creates a database as a copy of `original`, to which nobody may be connected. Returns its URL.
  std::string create_database(const std::string& original = "template1");
  void drop_database(const std::string& name);  // Drops a database, even if a client is connected to it.

  void stop_immediately();  // Stops as `pg_ctl stop -m immediate` does: it does not finish its transactions.
  void kill();              // kills all its processes by SIGKILL
  void start();             // starts again, with the same port and data

  // Returns the server of the test process, which starts on first use.
  static PostgresServer& shared();

 private:
  void run(const std::string& program, const std::vector<std::string>& arguments);
  void prepare_data();
  bool try_to_start();
  void execute(const std::string& sql) const;
  void fill_log() const;

  const PostgresServerOptions options_;
  const std::filesystem::path programs_;
  const std::optional<Account> account_;
  TemporaryFolder folder_;
  std::uint16_t port_ = 0;
  std::unique_ptr<Process> process_;
  int databases_ = 0;
};

// Returns the name of the database in a URL that create_database() returned.
std::string database_name(const std::string& url);

}  // namespace parley::testing
