// An empty database for one test, and how to make one of every kind that Parley knows. A new kind of store is one more
// entry of storage_kinds(); no test changes.
#pragma once

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include <parley/store/database.hpp>

namespace parley::testing {

class Storage {
 public:
  virtual ~Storage() = default;
  virtual Database& database() = 0;
  // Closes the database and opens it again, as a restart of the server does.
  virtual void reopen() = 0;
};

struct StorageOptions {
  std::size_t queue_limit = 10'000;
  std::size_t writers = 1;  // of a store that can have several; one works in the order of what is submitted
};

struct StorageKind {
  std::string name;
  std::function<std::unique_ptr<Storage>(StorageOptions)> create;
};

inline std::ostream& operator<<(std::ostream& out, const StorageKind& kind) { return out << kind.name; }

std::vector<StorageKind> storage_kinds();

// A new PostgreSQL database with the newest schema, copied from one that was migrated once; gives its URL.
std::string create_migrated_database();

}  // namespace parley::testing
