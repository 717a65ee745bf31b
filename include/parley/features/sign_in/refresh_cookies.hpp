// Keeps the refresh token of a browser in a cookie that scripts cannot read and that requests from other sites do not
// carry. The sign-in module owns it; any thread.
#pragma once

#include <string>
#include <string_view>

#include <parley/api/request_context.hpp>
#include <parley/base/time.hpp>

namespace parley {

class RefreshCookies {
 public:
  // If `secure` is set, browsers keep and send the cookie over https only.
  RefreshCookies(const Clock& clock, bool secure) : clock_(clock), secure_(secure) {}

  // Returns the token that came with the request, or an empty text.
  std::string token(const RequestContext& context) const;
  // Adds the cookie to the reply; the browser keeps it until the token expires.
  void set(RequestContext& context, std::string_view token, Time expires_at) const;
  // Makes the reply remove the cookie from the browser.
  void clear(RequestContext& context) const;

 private:
  const Clock& clock_;
  bool secure_;
};

}  // namespace parley
