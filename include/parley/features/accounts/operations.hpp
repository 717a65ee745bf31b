// The operations of the feature accounts. The composition root adds them while it fills the operation table.
#pragma once

#include <parley/api/operation_table.hpp>

namespace parley {

void add_account_operations(OperationTable& table);

}  // namespace parley
