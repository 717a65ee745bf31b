// Adds the operations of the feature messages to the operation table. The composition root calls it at startup.
#pragma once

#include <parley/api/operation_table.hpp>

namespace parley {

void add_message_operations(OperationTable& table);

}  // namespace parley
