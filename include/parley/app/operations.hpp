// Defines the operations that a server has. Pure; any thread.
#pragma once

#include <parley/api/operation_table.hpp>
#include <parley/app/configuration.hpp>

namespace parley {

// Adds all operations except those for development.
void add_all_operations(OperationTable& table);

// Returns the table of the configured server, which is not bound to services yet. With dev.enabled it has the
// operations for development too. REQUIRES: `configuration` outlives the table.
OperationTable operation_table(const Configuration& configuration);

}  // namespace parley
