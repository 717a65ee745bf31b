// Every operation that a server has. Pure; any thread.
#pragma once

#include <parley/api/operation_table.hpp>

namespace parley {

// Adds all operations but those for development.
void add_all_operations(OperationTable& table);

}  // namespace parley
