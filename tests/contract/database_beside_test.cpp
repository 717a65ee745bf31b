// A command of the operator works on the database of a server. It makes none, and it brings none up to date.
#include <algorithm>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include <parley/app/backends.hpp>

#include "store/postgres/migrations.hpp"
#include "store/sqlite/migrations.hpp"
#include "support/postgres_server.hpp"
#include "support/temporary_folder.hpp"

namespace parley::testing {
namespace {

class DatabaseBesideTest : public ::testing::Test {
 protected:
  static Configuration sqlite_at(const std::filesystem::path& file) {
    Configuration configuration;
    configuration.store.kind = StoreKind::sqlite;
    configuration.store.sqlite.path = file.string();
    return configuration;
  }
  static Configuration postgres_at(const std::string& url) {
    Configuration configuration;
    configuration.store.kind = StoreKind::postgres;
    configuration.store.postgres.url = url;
    return configuration;
  }
  static Error refusal(const Configuration& configuration) {
    const auto opened = open_database_beside(configuration);
    EXPECT_FALSE(opened);
    return opened ? Error{} : opened.error();
  }
  static std::ptrdiff_t applied(const Configuration& configuration) {
    return std::ranges::count_if(migration_status(configuration).value(), &MigrationStatus::applied);
  }

  TemporaryFolder folder_;
};

TEST_F(DatabaseBesideTest, a_file_that_is_not_there_is_named_and_not_made) {
  const auto file = folder_.path() / "new" / "parley.db";
  const Error error = refusal(sqlite_at(std::filesystem::relative(file)));
  EXPECT_EQ(error.code, ErrorCode::not_found);
  EXPECT_NE(error.detail.find("/"), std::string::npos) << error.detail;
  EXPECT_NE(error.detail.find("new/parley.db"), std::string::npos) << error.detail;
  EXPECT_FALSE(std::filesystem::exists(file.parent_path()));
}

TEST_F(DatabaseBesideTest, an_empty_file_stays_empty) {
  const auto file = folder_.path() / "parley.db";
  std::ofstream(file).flush();
  EXPECT_EQ(refusal(sqlite_at(file)).code, ErrorCode::not_found);
  EXPECT_EQ(applied(sqlite_at(file)), 0);
}

TEST_F(DatabaseBesideTest, a_file_of_an_older_version_is_not_migrated) {
  const auto file = folder_.path() / "parley.db";
  std::ofstream(file).flush();
  {
    sqlite::Connection made(file.string(), sqlite::OpenMode::read_write);
    const auto known = read_migrations(embedded::sqlite_migrations()).value();
    ASSERT_TRUE(sqlite::migrate(made, std::span(known).first(3)));
  }
  EXPECT_EQ(refusal(sqlite_at(file)).code, ErrorCode::conflict);
  EXPECT_EQ(applied(sqlite_at(file)), 3);
}

TEST_F(DatabaseBesideTest, the_file_of_a_server_is_opened) {
  const auto configuration = sqlite_at(folder_.path() / "parley.db");
  ASSERT_TRUE(migrate_database(configuration));
  EXPECT_TRUE(open_database_beside(configuration));
}

TEST_F(DatabaseBesideTest, postgres_without_the_schema_of_parley_is_refused) {
  const Configuration configuration = postgres_at(PostgresServer::shared().create_database());
  EXPECT_EQ(refusal(configuration).code, ErrorCode::not_found);
  EXPECT_EQ(applied(configuration), 0);
  const auto known = postgres::known_migrations().value();
  {
    postgres::Connection connection(configuration.store.postgres.url);
    ASSERT_TRUE(postgres::migrate(connection, std::span(known).first(3)));
  }
  EXPECT_EQ(refusal(configuration).code, ErrorCode::conflict);
  EXPECT_EQ(applied(configuration), 3);
  ASSERT_TRUE(migrate_database(configuration));
  EXPECT_TRUE(open_database_beside(configuration));
}

}  // namespace
}  // namespace parley::testing
