// Adds the operations of the feature receipts to the operation table. The composition root calls it at startup.
#pragma once

#include <parley/api/operation_table.hpp>

namespace parley {

void add_receipt_operations(OperationTable& table);

}  // namespace parley
