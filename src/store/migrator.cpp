#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include <parley/base/crypto.hpp>

#include "store/migrator.hpp"

namespace parley {
namespace {

constexpr std::string_view kSuffix = ".sql";
constexpr std::size_t kVersionDigits = 4;

// Returns the number at the beginning of a migration's name, or 0 if there is none.
int version_of(std::string_view name) {
  int version = 0;
  std::from_chars(name.data(), name.data() + std::min(name.size(), kVersionDigits), version);
  return version;
}

}  // namespace

Result<std::vector<Migration>> read_migrations(std::span<const embedded::File> files) {
  std::vector<Migration> migrations;
  for (const embedded::File& file : files) {
    const std::string_view name = file.path.substr(0, file.path.size() - std::min(file.path.size(), kSuffix.size()));
    migrations.push_back({version_of(name), std::string(name), file.bytes, sha256(file.bytes)});
  }
  std::ranges::sort(migrations, {}, &Migration::version);
  for (std::size_t i = 0; i < migrations.size(); ++i) {
    if (migrations[i].version == static_cast<int>(i) + 1) continue;
    return fail(ErrorCode::internal, fmt::format("Migrations are not numbered 1, 2, 3 …: {} is number {} in the list.",
                                                 migrations[i].name, i + 1));
  }
  return migrations;
}

int read_schema_floor(std::string_view digits) {
  int floor = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), floor);
  return floor;
}

Result<std::vector<Migration>> pending_migrations(std::span<const Migration> known, const AppliedSchema& applied) {
  const int newest = known.empty() ? 0 : known.back().version;
  if (applied.floor > newest) {
    return fail(ErrorCode::conflict,
                fmt::format("The database's schema has left this program behind: it needs one that "
                            "knows migration {}. Install a newer version of Parley.",
                            applied.floor));
  }
  std::vector<Migration> pending(known.begin(), known.end());
  for (const AppliedMigration& done : applied.migrations) {
    if (done.version > newest) continue;  // a newer program has applied it, and the floor permits this one
    const auto same = std::ranges::find(pending, done.version, &Migration::version);
    if (same == pending.end() || same->checksum != done.checksum) {
      return fail(ErrorCode::conflict, fmt::format("Migration {} was applied to the database in another form than this "
                                                   "program has it. An applied migration must never be edited.",
                                                   done.name));
    }
    pending.erase(same);
  }
  return pending;
}

Result<std::vector<MigrationStatus>> migration_status(std::span<const Migration> known, const AppliedSchema& applied) {
  const auto pending = TRY(pending_migrations(known, applied));
  std::vector<MigrationStatus> status;
  for (const Migration& migration : known) {
    const auto found = std::ranges::find(pending, migration.version, &Migration::version);
    status.push_back({migration.name, found == pending.end()});
  }
  return status;
}

Result<std::vector<std::string>> apply_all(const std::function<Result<std::optional<std::string>>()>& apply_next) {
  std::vector<std::string> applied;
  for (;;) {
    auto name = TRY(apply_next());
    if (!name) return applied;
    applied.push_back(*std::move(name));
  }
}

}  // namespace parley
