// The parts of the server that can fail to come up, made before all others. Owned by the composition root.
#pragma once

#include <memory>
#include <vector>

#include <parley/app/backends.hpp>
#include <parley/base/jwt.hpp>
#include <parley/base/metrics.hpp>

#include "app/loops.hpp"

namespace parley {

struct Resources {
  std::vector<SigningKey> keys;  // not empty
  std::unique_ptr<Metrics> metrics = std::make_unique<Metrics>();
  std::unique_ptr<Loops> loops;
  std::unique_ptr<Database> database;
  SharedParts shared;
};

// With `migrate`, brings the schema of the database up to date first.
Result<Resources> open_resources(const Configuration& configuration, bool migrate);

}  // namespace parley
