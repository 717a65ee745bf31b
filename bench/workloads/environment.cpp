#include "workloads/environment.hpp"

namespace parley::bench {

Site::Site(const Environment& environment)
    : environment_(environment), folder_(environment.folder), grounds_{.folder = folder_.path()} {
  if (environment.subject.needs != Needs::nothing)
    grounds_.postgres_url = environment.backends.postgres().create_database();
  if (environment.subject.needs == Needs::postgres_and_redis) {
    grounds_.redis_url = environment.backends.redis().url();
    environment.backends.redis().flush();
  }
}

Site::~Site() {
  if (grounds_.postgres_url.empty()) return;
  try {
    environment_.backends.postgres().drop_database(testing::database_name(grounds_.postgres_url));
  } catch (const std::exception&) {
    // The database is deleted together with its server.
  }
}

Population Site::populate(std::size_t people, std::size_t room_size) const {
  const ServerProcess server(command(), folder());
  return bench::populate(server.port(), people, room_size);
}

}  // namespace parley::bench
