// Divides work into small transactions, so that other writers never wait for long. Any loop.
#pragma once

#include <cstddef>
#include <functional>

#include <parley/base/task.hpp>
#include <parley/store/database.hpp>

namespace parley {

// Runs the step in one transaction after another until it returns less than `most`, which means that nothing is left to
// do. Errors: those of the database; the work of earlier transactions is then done.
Task<void> repeat_write(Database& database, std::size_t most, std::function<std::size_t(Transaction&)> step);

}  // namespace parley
