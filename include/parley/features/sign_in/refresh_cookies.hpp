// The refresh token of a browser: a cookie that scripts cannot read and that requests of other sites do not carry.
// Owned by the composition root; any thread.
#pragma once

#include <string_view>

#include <parley/api/request_context.hpp>
#include <parley/base/time.hpp>

namespace parley {

class RefreshCookies {
 public:
  // `secure`: browsers send the cookie over https only.
  RefreshCookies(const Clock& clock, bool secure) : clock_(clock), secure_(secure) {}

  // Adds the cookie to the reply; the browser keeps it until the token expires.
  void set(RequestContext& context, std::string_view token, Time expires_at) const;
  // Adds to the reply that the browser forgets the cookie.
  void clear(RequestContext& context) const;

 private:
  const Clock& clock_;
  bool secure_;
};

}  // namespace parley
