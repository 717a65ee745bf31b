#include <parley/api/operation_table.hpp>

#include <algorithm>

namespace parley {

const Operation* OperationTable::find(std::string_view name) const {
  const auto found = std::ranges::find(operations_, name, [](const auto& operation) { return operation->info.name; });
  return found == operations_.end() ? nullptr : found->get();
}

}  // namespace parley
