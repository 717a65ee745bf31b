// The exception of a database that cannot do its work. A value; any thread.
#pragma once

#include <stdexcept>

namespace parley {

// The database failed: it cannot be reached, is full, or is damaged. The stores throw it. The database that runs the
// unit of work catches it and finishes the unit with `unavailable`. Units of work do not catch it.
class StoreFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace parley
