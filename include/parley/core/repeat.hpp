// Work in small transactions, so that other writers never wait for long. Any loop.
#pragma once

#include <cstddef>
#include <functional>

#include <parley/base/task.hpp>
#include <parley/store/database.hpp>

namespace parley {

// Runs the step in a transaction of its own, again and again, until it returns that it had less than `most` to do.
Task<void> repeat_write(Database& database, std::size_t most, std::function<std::size_t(Transaction&)> step);

}  // namespace parley
