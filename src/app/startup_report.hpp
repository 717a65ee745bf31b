// Reports how the start of the server ended, to the log and to standard output. The main thread.
#pragma once

#include <cstdint>
#include <optional>

#include <parley/app/configuration.hpp>
#include <parley/base/error.hpp>

namespace parley {

// `internal_port` is nothing if the server has no internal port.
void report_ready(const Configuration& configuration, std::uint16_t port, std::optional<std::uint16_t> internal_port);
// Returns the exit code of a process that could not start.
int report_failure(const Error& error);

}  // namespace parley
