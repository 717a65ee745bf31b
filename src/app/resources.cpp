#include <parley/app/signing_key.hpp>

#include "app/resources.hpp"

namespace parley {

Result<Resources> open_resources(const Configuration& configuration, bool migrate) {
  Resources resources;
  resources.loops = std::make_unique<Loops>(event_loop_count(configuration));
  resources.database = TRY(open_database(configuration, migrate));
  resources.keys = configuration.auth.keys;
  if (resources.keys.empty()) {
    resources.keys.push_back(TRY(load_or_create_signing_key(signing_key_path(configuration))));
  }
  resources.shared =
      TRY(open_shared_parts(configuration, resources.keys, resources.loops->first(), *resources.metrics));
  return resources;
}

}  // namespace parley
