// The machine-readable descriptions of the API, derived from the operation table. Pure; any thread.
#pragma once

#include <string>

namespace parley {

// OpenAPI 3.1 for REST and AsyncAPI 3 for the WebSocket, as JSON.
std::string openapi_document();
std::string asyncapi_document();

}  // namespace parley
