// Decides which web pages may use this server: its own pages, and those of the origins that the configuration lists.
// Immutable; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley {

enum class OriginVerdict {
  own,      // there is no Origin, so the client is not a web page; or the page is this server's own
  listed,   // a page of another site that may read responses and send credentials
  refused,
};

class OriginPolicy {
 public:
  // `allowed` are origins as browsers write them (RFC 6454 §6.2): "https://chat.example.org", "http://localhost:5173".
  explicit OriginPolicy(std::vector<std::string> allowed) : allowed_(std::move(allowed)) {}

  // Judges a request by its fields Origin and Host. There is no origin if the request has no such field; the host is
  // empty if it has none. The default port of the origin's scheme may stand in either field. The origin `null` and an
  // empty one are always refused, because they name no site and any sandboxed page has the first.
  OriginVerdict judge(std::optional<std::string_view> origin, std::string_view host) const;
  bool lists_any() const { return !allowed_.empty(); }

 private:
  std::vector<std::string> allowed_;
};

}  // namespace parley
