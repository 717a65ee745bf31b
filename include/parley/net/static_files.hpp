// The web client, out of the binary. Immutable after construction; any thread.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <parley/base/embedded.hpp>
#include <parley/protocol/http_message.hpp>

namespace parley {

class StaticFiles {
 public:
  // The files' bytes must outlive this: embedded ones do.
  explicit StaticFiles(std::span<const embedded::File> files);

  // A reply to GET or HEAD of a file's path, "/" being index.html; nothing for any other request. 304 when the client
  // names the version that it has (RFC 9110 §13.1.2).
  std::optional<HttpResponse> serve(const HttpRequest& request) const;

 private:
  struct Entry {
    std::string_view bytes;
    std::string_view content_type;
    std::string etag;
  };
  std::map<std::string, Entry, std::less<>> entries_;  // by the path of the request
};

}  // namespace parley
