// An empty database for one test, and how each kind of database that Parley supports is made. A new kind of store is
// one more entry of storage_kinds(); no test changes.
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
  // Only a store that can have several writers uses this. A single writer keeps the order of submission.
  std::size_t writers = 1;
};

struct StorageKind {
  std::string name;
  std::function<std::unique_ptr<Storage>(StorageOptions)> create;
};

inline std::ostream& operator<<(std::ostream& out, const StorageKind& kind) { return out << kind.name; }

std::vector<StorageKind> storage_kinds();

// Creates a PostgreSQL database with the newest schema as a copy of a database that was migrated once. Returns its URL.
std::string create_migrated_database();

}  // namespace parley::testing
