// Asks a running server whether it is ready. A container's health check calls it through the command line. The
// functions block the calling thread.
#pragma once

#include <string>
#include <string_view>

#include <parley/app/configuration.hpp>
#include <parley/base/error.hpp>
#include <parley/base/time.hpp>

namespace parley {

// Returns http://…/readyz with the configured address and port. If the address means every interface, the loopback
// address is used.
std::string health_url(const Configuration& configuration);

// Sends a GET to the URL, which must be http, and succeeds if the status is 200. Errors: invalid_request if the URL
// cannot be asked, unavailable if there is no answer in time or the status is another one.
Result<void> check_health(std::string_view url, milliseconds timeout);

}  // namespace parley
