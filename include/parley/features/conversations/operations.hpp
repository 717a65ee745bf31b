// The operations of the feature conversations. Called by the composition root while it fills the operation table.
#pragma once

#include <parley/api/operation_table.hpp>

namespace parley {

void add_conversation_operations(OperationTable& table);

}  // namespace parley
