// Runs the whole server: it creates every part from the configuration, runs the event loops, and shuts everything down
// on SIGINT or SIGTERM. The command line calls it on the main thread, which then runs the first loop.
#pragma once

#include <string>

#include <parley/app/configuration.hpp>

namespace parley {

// Serves until the process gets a signal to stop. Returns the exit code of the process: 0 after a regular stop, 1 if
// the server could not start or had to stop; the log says why. With `migrate`, applies PostgreSQL's pending migrations
// first.
int serve(const Configuration& configuration, bool migrate);

// These return the descriptions of the API that serve() offers, as JSON: OpenAPI 3.1 for REST, AsyncAPI 3 for
// WebSocket.
std::string openapi_document();
std::string asyncapi_document();

}  // namespace parley
