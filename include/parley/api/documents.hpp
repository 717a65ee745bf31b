// Makes the documents of the API from the operation table: OpenAPI 3.1 describes REST, AsyncAPI 3.1 the WebSocket.
// Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include <parley/api/operation_table.hpp>

namespace parley {

// What the documents say about the server that publishes them.
struct DocumentedServer {
  std::string_view version;
  std::string_view public_url = {};  // "https://chat.example.org"; empty if it is not configured
};

std::string openapi_document(const OperationTable& table, const DocumentedServer& server);
std::string asyncapi_document(const OperationTable& table, const DocumentedServer& server);

}  // namespace parley
