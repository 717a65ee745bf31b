#include <parley/api/operation_table.hpp>

#include <algorithm>

namespace parley {

bool takes_body(const Operation& operation) {
  return operation.method != HttpMethod::get && operation.method != HttpMethod::del;
}

std::vector<int> problem_statuses(const Operation& operation) {
  const bool names_something = operation.handler.names_something || operation.path.find('{') != std::string_view::npos;
  const bool changes_something = operation.method != HttpMethod::get;
  std::vector<int> statuses = {400, 401};
  // A page of another origin may not change anything, even if its user is signed in.
  if (changes_something || !operation.authority.is_open) statuses.push_back(403);
  if (names_something) statuses.push_back(404);
  if (!operation.conflict.empty()) statuses.push_back(409);
  statuses.push_back(413);
  if (takes_body(operation)) statuses.push_back(415);
  statuses.insert(statuses.end(), {429, 503});
  return statuses;
}

// Operations are allocated one by one, so that pointers to them stay valid when the table grows.
void OperationTable::add(std::initializer_list<Operation> rows) {
  for (const Operation& row : rows) operations_.push_back(std::make_unique<Operation>(row));
}

void OperationTable::bind(const ServiceRegistry& services) {
  for (const auto& operation : operations_) operation->run = operation->handler.bind(services, limits_);
}

const Operation* OperationTable::find(std::string_view name) const {
  const auto found = std::ranges::find(operations_, name, [](const auto& operation) { return operation->name; });
  return found == operations_.end() ? nullptr : found->get();
}

}  // namespace parley
