// Protects a database file with a lock against a second server, and converts SQLite's exceptions into errors. The
// functions may be called on any thread; each lock is used on one thread.
#pragma once

#include <filesystem>
#include <string>

#include <parley/base/error.hpp>

#include "store/sqlite/connection.hpp"

namespace parley::sqlite {

// Returns the error for the operator who starts the program when the file at `path` cannot be used.
Error cannot_open(const std::string& path, const std::exception& reason);

// Prepares the place of a database: creates its folder and the file if they are missing, and closes both, and the files
// that SQLite keeps next to the database, to other users. An existing folder is closed only if it contains nothing but
// files of this database. Logs database.open_to_others for what belongs to another user and cannot be closed. Throws
// std::system_error if the folder or the file cannot be created.
void prepare_place(const std::string& path);

// Runs work() -> Result<T>, and turns an exception into an error that names the file.
template <class Work>
auto guarded(const std::string& path, Work work) -> std::invoke_result_t<Work&> {
  try {
    return work();
  } catch (const std::exception& reason) {
    return std::unexpected(cannot_open(path, reason));
  }
}

// Holds the file's write lock for the lifetime of the scope. The transaction is rolled back unless commit() was called.
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

// Locks the database for this process, so that a second server refuses to start with it: clients of the one would not
// get the messages that the other accepts. The operating system releases the lock when the process ends in any way.
class ServerLock {
 public:
  // Throws std::runtime_error if another process has the lock.
  explicit ServerLock(const std::string& database_path);
  ~ServerLock();
  ServerLock(const ServerLock&) = delete;
  ServerLock& operator=(const ServerLock&) = delete;

 private:
  int descriptor_;
};

}  // namespace parley::sqlite
