#include <parley/api/documents.hpp>

#include <parley/app/operations.hpp>
#include <parley/app/server.hpp>
#include <parley/app/version.hpp>

namespace parley {

std::string openapi_document() {
  const Limits limits;
  OperationTable table(limits);
  add_all_operations(table);
  return openapi_document(table, {version()});
}

std::string asyncapi_document() {
  const Limits limits;
  OperationTable table(limits);
  add_all_operations(table);
  return asyncapi_document(table, {version()});
}

}  // namespace parley
