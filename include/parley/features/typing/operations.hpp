// The operations of the feature typing. Called by the composition root while it fills the operation table.
#pragma once

#include <parley/api/operation_table.hpp>

namespace parley {

void add_typing_operations(OperationTable& table);

}  // namespace parley
