// The operations of the feature presence. The composition root adds them while it fills the operation table.
#pragma once

#include <parley/api/operation_table.hpp>

namespace parley {

void add_presence_operations(OperationTable& table);

}  // namespace parley
