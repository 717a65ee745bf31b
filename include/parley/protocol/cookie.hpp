// Reads and writes cookies (RFC 6265bis). Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include <parley/base/time.hpp>

namespace parley {

// Returns the name under which a cookie is kept. Over https it has the prefix __Host-: the browser then makes sure that
// no other host of the domain and no page without https can set it (§4.1.3.2).
std::string cookie_name(std::string_view name, bool secure);

// Returns the value of a cookie in a Cookie header, or an empty text if the header has none or several of this name:
// one of several was set by another site, and nothing says which.
std::string_view cookie_value(std::string_view header, std::string_view name);

// Returns the value of Set-Cookie for a cookie that scripts cannot read and that requests from other sites do not
// carry.
std::string set_cookie(std::string_view name, std::string_view value, seconds lifetime, bool secure);

}  // namespace parley
