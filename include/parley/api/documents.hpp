// Makes the descriptions of the API from the operation table and the event table: OpenAPI 3.1 for REST, AsyncAPI 3.0
// for the WebSocket. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include <parley/api/operation_table.hpp>

namespace parley {

std::string openapi_document(const OperationTable& table, std::string_view version);
std::string asyncapi_document(const OperationTable& table, std::string_view version);

}  // namespace parley
