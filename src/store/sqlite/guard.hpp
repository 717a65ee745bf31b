// What protects a database file: its lock against a second server, and the edge where SQLite's exceptions become
// errors.
#pragma once

#include <filesystem>
#include <string>

#include <parley/base/error.hpp>

#include "store/sqlite/connection.hpp"

namespace parley::sqlite {

// What the client is told when the database fails: come again soon.
Error unavailable(std::string detail);

// What whoever starts the program is told when the file at `path` cannot be used.
Error cannot_open(const std::string& path, const std::exception& reason);

void create_folder_of(const std::string& path);

// Runs work() -> Result<T> and makes what it throws an error that names the file.
template <class Work>
auto guarded(const std::string& path, Work work) -> std::invoke_result_t<Work&> {
  try {
    return work();
  } catch (const std::exception& reason) {
    return std::unexpected(cannot_open(path, reason));
  }
}

// The file's write lock for a scope; what was not committed is rolled back.
class WriteLock {
 public:
  explicit WriteLock(Connection& connection) : connection_(connection) { connection_.query("BEGIN IMMEDIATE").run(); }
  ~WriteLock();
  WriteLock(const WriteLock&) = delete;
  WriteLock& operator=(const WriteLock&) = delete;
  void commit() { connection_.query("COMMIT").run(); }

 private:
  Connection& connection_;
};

// Says that this process serves the database, so that a second one refuses to: two would each keep the other's clients
// from hearing of its messages. The system releases it when the process ends, however that happens.
class ServerLock {
 public:
  // Throws std::runtime_error when another process has it.
  explicit ServerLock(const std::string& database_path);
  ~ServerLock();
  ServerLock(const ServerLock&) = delete;
  ServerLock& operator=(const ServerLock&) = delete;

 private:
  int descriptor_;
};

}  // namespace parley::sqlite
