// Which web pages may talk to this server: its own, and those of the origins that the configuration lists. Immutable;
// any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace parley {

enum class OriginVerdict {
  own,      // no Origin, so no page of a browser, or the page of this very server
  listed,   // another site's page that may read replies and send credentials
  refused,
};

class OriginPolicy {
 public:
  // `allowed` are origins as browsers write them: "https://chat.example.org", "http://localhost:5173".
  explicit OriginPolicy(std::vector<std::string> allowed) : allowed_(std::move(allowed)) {}

  // `origin` and `host` are the request's fields, empty when there is none. The origin `null`, which any sandboxed page
  // has, is refused.
  OriginVerdict judge(std::string_view origin, std::string_view host) const;
  bool lists_any() const { return !allowed_.empty(); }

 private:
  std::vector<std::string> allowed_;
};

}  // namespace parley
