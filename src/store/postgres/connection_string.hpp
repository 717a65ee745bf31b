// What libpq is told about the server: what the operator configured, and the bounds on waiting that Parley adds where
// the operator said nothing. Pure; any thread.
#pragma once

#include <string>

#include <parley/store/factory.hpp>

namespace parley::postgres {

// Error: invalid_request for a URL that libpq cannot read; the text does not quote it, for it may hold a password.
Result<std::string> connection_string(const PostgresOptions& options);

}  // namespace parley::postgres
