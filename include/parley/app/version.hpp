// What was built, of what. Constants; any thread.
#pragma once

#include <string>
#include <string_view>

namespace parley {

std::string_view version();
std::string_view compiler();
// Parley, the compiler and the libraries whose version matters in a bug report, a line each.
std::string version_text();

}  // namespace parley
