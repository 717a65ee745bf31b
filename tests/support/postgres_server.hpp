// A PostgreSQL server of the tests' own, on 127.0.0.1 with a free port and throw-away data. It does not wait for the
// disk unless asked to: it is processes that end in tests, not machines. Used on one thread at a time; it ends with
// its owner, also when that one crashes.
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
  // Commits reach the disk, as they do in production: for benchmarks. The folder should be on a disk then.
  bool is_durable = false;
  std::filesystem::path parent_folder = {};  // where its folder is made; in memory where there is such a place
};

class PostgresServer {
 public:
  explicit PostgresServer(const PostgresServerOptions& options = {});
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  std::string url(const std::string& database = "postgres") const;
  std::uint16_t port() const { return port_; }
  pid_t id() const { return process_->id(); }  // of the process that starts the others

  // A new database that holds what `original` does, which nobody may be connected to; gives its URL.
  std::string create_database(const std::string& original = "template1");
  void drop_database(const std::string& name);  // also one that somebody is connected to

  void stop_immediately();  // as `pg_ctl stop -m immediate`: without finishing what it does
  void kill();  // all its processes by SIGKILL
  void start();  // again, with the same port and data

  // One per test process, started when it is first asked for.
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

// The database's name in a URL that create_database() gave.
std::string database_name(const std::string& url);

}  // namespace parley::testing
