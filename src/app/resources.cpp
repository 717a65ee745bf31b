#include <parley/app/signing_key.hpp>

#include "app/resources.hpp"

namespace parley {

Result<Resources> open_resources(const Configuration& configuration, bool migrate) {
  Resources resources;
  resources.loops = std::make_unique<Loops>(event_loop_count(configuration));
  auto database = open_database(configuration, migrate);
  if (!database) return std::unexpected(std::move(database.error()));
  resources.database = std::move(*database);
  auto shared = open_shared_parts(configuration, resources.loops->first(), *resources.metrics);
  if (!shared) return std::unexpected(std::move(shared.error()));
  resources.shared = std::move(*shared);
  resources.keys = configuration.auth.keys;
  if (resources.keys.empty()) {
    auto key = load_or_create_signing_key(signing_key_path(configuration));
    if (!key) return std::unexpected(std::move(key.error()));
    resources.keys.push_back(std::move(*key));
  }
  return resources;
}

}  // namespace parley
