#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <parley/base/crypto.hpp>

#include "store/migrator.hpp"

namespace parley {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::vector<embedded::File> kFiles{
    {"0002_second.sql", "CREATE TABLE b (x)"}, {"0001_first.sql", "CREATE TABLE a (x)"}, {"0003_third.sql", "-- 3"}};

std::vector<Migration> known() { return read_migrations(kFiles).value(); }

AppliedMigration applied(const Migration& migration) { return {migration.version, migration.name, migration.checksum}; }

std::vector<std::string> names_of(const std::vector<Migration>& migrations) {
  std::vector<std::string> names;
  for (const Migration& migration : migrations) names.push_back(migration.name);
  return names;
}

TEST(Migrator, files_are_read_in_order_of_their_numbers) {
  const auto migrations = known();
  EXPECT_THAT(names_of(migrations), ElementsAre("0001_first", "0002_second", "0003_third"));
  EXPECT_EQ(migrations[1].version, 2);
  EXPECT_EQ(migrations[1].sql, "CREATE TABLE b (x)");
  EXPECT_EQ(migrations[1].checksum, sha256("CREATE TABLE b (x)"));
}

TEST(Migrator, numbers_that_skip_repeat_or_are_missing_are_refused) {
  for (const auto& files :
       {std::vector<embedded::File>{{"0001_a.sql", ""}, {"0003_b.sql", ""}},
        std::vector<embedded::File>{{"0001_a.sql", ""}, {"0001_b.sql", ""}},
        std::vector<embedded::File>{{"0000_a.sql", ""}}, std::vector<embedded::File>{{"first.sql", ""}},
        std::vector<embedded::File>{{"1.sq", ""}, {"2", ""}, {"", ""}}}) {
    const auto migrations = read_migrations(files);
    ASSERT_FALSE(migrations) << files.front().path;
    EXPECT_EQ(migrations.error().code, ErrorCode::internal);
  }
}

TEST(Migrator, an_empty_database_needs_everything) {
  EXPECT_THAT(names_of(pending_migrations(known(), {}).value()),
              ElementsAre("0001_first", "0002_second", "0003_third"));
}

TEST(Migrator, what_was_applied_is_not_applied_again) {
  const auto all = known();
  EXPECT_THAT(names_of(pending_migrations(all, {.migrations = {applied(all[0])}}).value()),
              ElementsAre("0002_second", "0003_third"));
  EXPECT_TRUE(
      pending_migrations(all, {.migrations = {applied(all[0]), applied(all[1]), applied(all[2])}}).value().empty());
}

TEST(Migrator, an_applied_migration_that_was_edited_since_is_named) {
  const auto all = known();
  auto edited = applied(all[1]);
  edited.checksum = sha256("CREATE TABLE b (y)");
  const auto pending = pending_migrations(all, {.migrations = {applied(all[0]), edited}});
  ASSERT_FALSE(pending);
  EXPECT_EQ(pending.error().code, ErrorCode::conflict);
  EXPECT_THAT(pending.error().detail, HasSubstr("0002_second"));
}

TEST(Migrator, a_database_newer_than_the_program_is_good_until_it_has_left_the_program_behind) {
  const auto all = known();
  const auto newer = [&](int floor) {
    return pending_migrations(std::span(all).first(1),
                              {.migrations = {applied(all[0]), applied(all[1])}, .floor = floor});
  };
  for (const int floor : {0, 1}) EXPECT_TRUE(newer(floor).value().empty());
  const auto pending = newer(2);
  ASSERT_FALSE(pending);
  EXPECT_EQ(pending.error().code, ErrorCode::conflict);
  EXPECT_THAT(pending.error().detail, HasSubstr("newer version"));
}

TEST(Migrator, the_floor_is_written_in_digits) {
  EXPECT_EQ(read_schema_floor("12"), 12);
  EXPECT_EQ(read_schema_floor(""), 0);
}

}  // namespace
}  // namespace parley
