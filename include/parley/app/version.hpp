// Returns the versions of Parley, of its compiler and of its libraries. Constants; any thread.
#pragma once

#include <string>
#include <string_view>

namespace parley {

std::string_view version();
std::string_view compiler();
// Returns Parley, the compiler and the libraries that matter in a bug report, each with its version on a line of its
// own.
std::string version_text();

}  // namespace parley
