// Asks a running server whether it is ready: what a container's health check calls. Blocks the caller, which is a
// command-line tool.
#pragma once

#include <string>
#include <string_view>

#include <parley/app/configuration.hpp>
#include <parley/base/error.hpp>
#include <parley/base/time.hpp>

namespace parley {

// http://…/readyz at the configured address and port; where that is every interface, by way of loopback.
std::string health_url(const Configuration& configuration);

// Ok when a GET of the URL (http only) is answered with status 200. Errors: invalid_request (no such URL can be asked),
// unavailable (no answer in time, or another status).
Result<void> check_health(std::string_view url, milliseconds timeout);

}  // namespace parley
