#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>
#include <sqlite3.h>

#include "store/sqlite/guard.hpp"

namespace parley::sqlite {

Error cannot_open(const std::string& path, const std::exception& reason) {
  const auto* error = dynamic_cast<const SqliteError*>(&reason);
  if (error && error->code() == SQLITE_NOTADB) {
    return {.code = ErrorCode::unavailable, .detail = fmt::format("{} is not a SQLite database.", path)};
  }
  return {.code = ErrorCode::unavailable,
          .detail = fmt::format("The database {} cannot be used: {}", path, reason.what())};
}

void create_folder_of(const std::string& path) {
  const auto folder = std::filesystem::absolute(path).parent_path();
  std::filesystem::create_directories(folder);
}

WriteLock::~WriteLock() {
  try {
    if (connection_.in_transaction()) connection_.query("ROLLBACK").run();
  } catch (const StoreFailure&) {
    // The connection is closed next, which rolls the transaction back.
  }
}

// The lock is on a file of its own, because SQLite uses POSIX locks on the database file, and closing any descriptor of
// a file releases the process's POSIX locks on it.
ServerLock::ServerLock(const std::string& database_path) {
  const std::string path = database_path + ".lock";
  descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), path);
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
  const int reason = errno;
  ::close(descriptor_);
  if (reason == EWOULDBLOCK) throw std::runtime_error("another process serves it already.");
  throw std::system_error(reason, std::generic_category(), path);
}

ServerLock::~ServerLock() { ::close(descriptor_); }

}  // namespace parley::sqlite
