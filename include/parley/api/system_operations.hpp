// The operations about the server itself. Called by the composition root while it fills the operation table.
#pragma once

#include <parley/api/operation_table.hpp>

namespace parley {

void add_system_operations(OperationTable& table);

}  // namespace parley
