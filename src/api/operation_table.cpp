#include <parley/api/operation_table.hpp>

#include <algorithm>

namespace parley {

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
