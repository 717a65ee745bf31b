// Returns the configuration keys of the section "limits", in four parts. Pure; any thread.
#pragma once

#include <vector>

#include <parley/app/configuration_keys.hpp>

namespace parley {

std::vector<ConfigurationKey> request_limit_keys();
std::vector<ConfigurationKey> connection_limit_keys();
std::vector<ConfigurationKey> rate_limit_keys();
std::vector<ConfigurationKey> content_limit_keys();

}  // namespace parley
