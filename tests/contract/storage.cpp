#include <stdexcept>

#include <parley/store/factory.hpp>

#include "contract/storage.hpp"
#include "support/temporary_folder.hpp"

namespace parley::testing {
namespace {

class SqliteStorage final : public Storage {
 public:
  explicit SqliteStorage(StorageOptions options)
      : options_{.path = folder_.file("parley.db"), .queue_limit = options.queue_limit} {
    open();
  }
  Database& database() override { return *database_; }
  void reopen() override {
    database_.reset();
    open();
  }

 private:
  void open() {
    auto opened = open_sqlite(options_);
    if (!opened) throw std::runtime_error(opened.error().detail);
    database_ = *std::move(opened);
  }

  TemporaryFolder folder_;
  SqliteOptions options_;
  std::unique_ptr<Database> database_;
};

}  // namespace

std::vector<StorageKind> storage_kinds() {
  return {{"sqlite", [](StorageOptions options) { return std::make_unique<SqliteStorage>(options); }}};
}

}  // namespace parley::testing
