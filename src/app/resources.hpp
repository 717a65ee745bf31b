// Opens the parts of the server that can fail to start. The composition root opens them before it creates any other
// part, and owns them. The main thread.
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

// With `migrate`, applies PostgreSQL's pending migrations first. Errors: unavailable if a part cannot be opened.
Result<Resources> open_resources(const Configuration& configuration, bool migrate);

}  // namespace parley
