// Plans the migrations that bring a database to the schema of this program. Planning is the same for both databases;
// each reads and applies migrations in its own way. Pure; any thread.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <parley/base/embedded.hpp>
#include <parley/base/error.hpp>
#include <parley/store/factory.hpp>

namespace parley {

struct Migration {
  int version = 0;
  std::string name;  // "0001_initial"
  std::string_view sql;
  std::string checksum;  // SHA-256 of the file, 32 bytes
};

// A migration as the database has recorded it.
struct AppliedMigration {
  int version = 0;
  std::string name;
  std::string checksum;
};

// A schema as the database has recorded it.
struct AppliedSchema {
  std::vector<AppliedMigration> migrations;
  // The least migration that a program must know to work with the schema. A migration that removes something raises the
  // floor, by writing it as decimal digits to the setting kSchemaFloor. A migration that only adds something leaves it,
  // so that older programs can go on.
  int floor = 0;
};

inline constexpr std::string_view kSchemaFloor = "schema_floor";
// Returns the floor that the setting contains, or 0 if it contains no number.
int read_schema_floor(std::string_view digits);

// Returns the migrations in files named NNNN_name.sql, by version. Errors: internal if the versions are not 1, 2, 3 …
Result<std::vector<Migration>> read_migrations(std::span<const embedded::File> files);

// Returns the migrations that are not applied yet, in order. Errors: conflict if an applied migration was edited since,
// or if the schema's floor is above the newest migration that this program knows.
Result<std::vector<Migration>> pending_migrations(std::span<const Migration> known, const AppliedSchema& applied);

// Returns each known migration and whether it was applied. Errors: those of pending_migrations().
Result<std::vector<MigrationStatus>> migration_status(std::span<const Migration> known, const AppliedSchema& applied);

// Applies one migration after the other until none is left, and returns their names. `apply_next` plans and applies the
// next one in a transaction of its own, and returns its name, or nothing if there is none.
Result<std::vector<std::string>> apply_all(const std::function<Result<std::optional<std::string>>()>& apply_next);

}  // namespace parley
