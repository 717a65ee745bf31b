// Adds the operations of the feature conversations to the operation table. The composition root calls it at startup.
#pragma once

#include <parley/api/operation_table.hpp>

namespace parley {

void add_conversation_operations(OperationTable& table);

}  // namespace parley
