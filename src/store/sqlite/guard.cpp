#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>
#include <sqlite3.h>

#include <parley/base/log.hpp>

#include "store/sqlite/guard.hpp"

namespace parley::sqlite {
namespace {

namespace fs = std::filesystem;

// Takes the rights of other users away from a file or folder, if it exists and they have any.
void close_to_others(const fs::path& path) {
  constexpr auto kOthers = fs::perms::group_all | fs::perms::others_all;
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (error || !fs::exists(status) || (status.permissions() & kOthers) == fs::perms::none) return;
  fs::permissions(path, kOthers, fs::perm_options::remove, error);
  if (error) log::warn("database.open_to_others", {{"path", path.string()}, {"detail", error.message()}});
}

// The file's name without its extension begins the name of every file of a database: parley.db, parley.db-wal,
// parley.db.lock, parley.key.
bool holds_only_the_database(const fs::path& folder, const fs::path& file) {
  const std::string prefix = file.stem().string() + ".";
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (!entry.path().filename().string().starts_with(prefix)) return false;
  }
  return !error;
}

// SQLite takes an empty file as a new database. The files that it keeps next to the database get the same rights.
void create_file(const fs::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), file.string());
  ::close(descriptor);
}

}  // namespace

Error cannot_open(const std::string& path, const std::exception& reason) {
  const auto* error = dynamic_cast<const SqliteError*>(&reason);
  if (error && error->code() == SQLITE_NOTADB) {
    return {.code = ErrorCode::unavailable, .detail = fmt::format("{} is not a SQLite database.", path)};
  }
  return {.code = ErrorCode::unavailable,
          .detail = fmt::format("The database {} cannot be used: {}", path, reason.what())};
}

void prepare_place(const std::string& path) {
  const fs::path file = fs::absolute(path);
  const fs::path folder = file.parent_path();
  const bool is_new = fs::create_directories(folder);
  if (is_new || holds_only_the_database(folder, file)) close_to_others(folder);
  create_file(file);
  for (const char* const suffix : {"", "-wal", "-shm", "-journal"}) close_to_others(file.string() + suffix);
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
