// What a database throws when it cannot do its work.
#pragma once

#include <stdexcept>

namespace parley {

// The database failed: away, full, damaged. Thrown by the stores' methods, caught by the database that runs the unit of
// work, which answers `unavailable`; a unit of work never catches it.
class StoreFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace parley
