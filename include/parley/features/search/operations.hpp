// Adds the operations of the feature search to the operation table. The composition root calls it at startup.
#pragma once

#include <parley/api/operation_table.hpp>

namespace parley {

void add_search_operations(OperationTable& table);

}  // namespace parley
