// The operations of the feature messages. Called by the composition root while it fills the operation table.
#pragma once

#include <parley/api/operation_table.hpp>

namespace parley {

void add_message_operations(OperationTable& table);

}  // namespace parley
