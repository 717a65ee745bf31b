// What has to be done to a database so that it has the schema this program knows. Pure planning, the same for every
// store; each store reads and applies in its own way. Any thread.
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

// As the database remembers it.
struct AppliedMigration {
  int version = 0;
  std::string name;
  std::string checksum;
};

// A schema as the database remembers it.
struct AppliedSchema {
  std::vector<AppliedMigration> migrations;
  // The least migration that a program must know to work with the schema. One that takes something away raises it, by
  // writing the setting kSchemaFloor, as decimal digits; one that only adds leaves it, and older programs go on.
  int floor = 0;
};

inline constexpr std::string_view kSchemaFloor = "schema_floor";
int read_schema_floor(std::string_view digits);

// The migrations in files named NNNN_name.sql, by version. Error: internal when the versions are not 1, 2, 3 …
Result<std::vector<Migration>> read_migrations(std::span<const embedded::File> files);

// Those not yet applied, in order. Error: conflict when an applied one was edited since, or when the schema is of a
// newer program and has left this one behind.
Result<std::vector<Migration>> pending_migrations(std::span<const Migration> known, const AppliedSchema& applied);

// Each known migration and whether it was applied. Errors as pending_migrations.
Result<std::vector<MigrationStatus>> migration_status(std::span<const Migration> known, const AppliedSchema& applied);

// Applies one migration after the other until nothing is left; gives their names. `apply_next` plans and applies the
// next one in a transaction of its own and gives its name, or nothing.
Result<std::vector<std::string>> apply_all(const std::function<Result<std::optional<std::string>>()>& apply_next);

}  // namespace parley
