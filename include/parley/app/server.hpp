// The server as a whole: composes every part from the configuration, runs the event loops, and takes all of it down
// again on SIGINT or SIGTERM.
#pragma once

#include <string>

#include <parley/app/configuration.hpp>

namespace parley {

// Blocks until the server has been told to stop. The process's exit code: 0 after an orderly stop, 1 when it could not
// start or had to give up; the log says why. With `migrate`, brings a server database's schema up to date first.
int serve(const Configuration& configuration, bool migrate);

// The descriptions of what serve() offers, as JSON: OpenAPI 3.1 for REST, AsyncAPI 3 for the WebSocket.
std::string openapi_document();
std::string asyncapi_document();

}  // namespace parley
