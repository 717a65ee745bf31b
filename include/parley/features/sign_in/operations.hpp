// The operations of the feature sign_in. The composition root adds them while it fills the operation table.
#pragma once

#include <parley/api/operation_table.hpp>

namespace parley {

void add_sign_in_operations(OperationTable& table);
void add_development_operations(OperationTable& table);  // only if the configuration enables development

}  // namespace parley
