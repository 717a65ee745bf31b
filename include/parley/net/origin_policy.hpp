// Decides which web pages may use this server: its own pages, and those of the origins that the configuration lists.
// Immutable; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley {

// Origins are written as browsers write them (RFC 6454 §6.2): "https://chat.example.org", "http://localhost:5173".
struct OriginOptions {
  std::vector<std::string> allowed = {};
  std::string own = {};                  // the origin of this server's own pages; empty if it is not known
  std::vector<std::string> hosts = {};   // names of this server, if its own origin is not known
};

enum class OriginVerdict {
  own,      // there is no Origin, so the client is not a web page; or the page is this server's own
  listed,   // a page of another site that may read responses and send credentials
  refused,
};

class OriginPolicy {
 public:
  explicit OriginPolicy(OriginOptions options) : options_(std::move(options)) {}

  // Judges a request by its fields Origin and Host. There is no origin if the request has no such field; the host is
  // empty if it has none. The default port of the origin's scheme may stand in either field. The origin `null` and an
  // empty one are always refused, because they name no site and any sandboxed page has the first.
  //
  // If the own origin is not known, a page is the server's own if its host is the one to which the request went. The
  // host must then be an IP address, localhost or one of the configured names. Otherwise the owner of any other name
  // could let it point to this server for a moment, and Origin and Host of that page would be the same (DNS rebinding).
  OriginVerdict judge(std::optional<std::string_view> origin, std::string_view host) const;
  bool lists_any() const { return !options_.allowed.empty(); }

 private:
  bool is_own(std::string_view origin, std::string_view host) const;
  bool is_known(std::string_view host) const;

  OriginOptions options_;
};

}  // namespace parley
