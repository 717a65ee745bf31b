// Builds libpq's connection string: the operator's settings, and limits for waiting that Parley adds unless the
// operator has set them. Pure; any thread.
#pragma once

#include <string>

#include <parley/store/factory.hpp>

namespace parley::postgres {

// Returns the connection string. Errors: invalid_request for a URL that libpq cannot read. The detail does not repeat
// the URL, which may contain a password.
Result<std::string> connection_string(const PostgresOptions& options);

}  // namespace parley::postgres
