// Adds the operations about the server itself to the operation table. Called while the table is filled.
#pragma once

#include <parley/api/operation_table.hpp>

namespace parley {

void add_system_operations(OperationTable& table);

}  // namespace parley
