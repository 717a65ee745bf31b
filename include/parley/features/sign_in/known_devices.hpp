// Recognises a browser that has signed in with a name before, by a signed cookie. It gives no access: it only decides
// which limit counts wrong passwords (attempt_limits.hpp), so that others cannot use up the attempts of the owner's own
// device. The sign-in module owns it; any thread.
//
// The cookie is `<id>.<expiry>.<signature>`. The signature (HMAC-SHA256 with a key derived from the signing key) covers
// the name too, so that a cookie helps with its own name only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <parley/api/request_context.hpp>
#include <parley/base/jwt.hpp>
#include <parley/base/time.hpp>

namespace parley {

inline constexpr std::string_view kDeviceCookie = "parley_device";

class KnownDevices {
 public:
  // The first key signs, and all keys verify. If `secure` is set, browsers send the cookie over https only.
  KnownDevices(const std::vector<SigningKey>& keys, const Clock& clock, bool secure);

  // Returns the id of the device if the cookie was set after a sign-in with this name and has not expired.
  std::optional<std::string> recognise(std::string_view cookie, std::string_view username) const;
  // Does the same with the cookie of a request.
  std::optional<std::string> recognise(const RequestContext& context, std::string_view username) const;
  // Adds the cookie to the reply to a sign-in with this name. A device that was recognised keeps its id.
  void remember(RequestContext& context, std::string_view username) const;

 private:
  std::string sign(const std::string& key, std::string_view id, std::string_view expiry,
                   std::string_view username) const;

  std::vector<std::string> keys_;
  const Clock& clock_;
  bool secure_;
};

}  // namespace parley
