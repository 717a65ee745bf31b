// Serves the web client from files that are embedded in the binary. Immutable after construction; any thread.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <parley/base/embedded.hpp>
#include <parley/protocol/http_message.hpp>

namespace parley {

class StaticFiles {
 public:
  // Files "x.br" and "x.gz" are compressed copies of the file "x".
  // REQUIRES: the bytes of the files outlive this object, as those of embedded files do.
  explicit StaticFiles(std::span<const embedded::File> files);

  // Returns the response to a GET or HEAD of a file's path, and nothing for any other request. The file is sent in the
  // smallest coding that the client accepts (RFC 9110 §12.5.3), or as 304 if the client already has this version
  // (§13.1.2). The path "/" is index.html. So is every path to which a browser navigates and that belongs neither to
  // the server nor to a file, because the web client handles its own URLs, such as /c/{id}.
  std::optional<HttpResponse> serve(const HttpRequest& request) const;

 private:
  struct Representation {
    std::string_view coding;  // empty for the file without compression
    std::string_view bytes;
    std::string etag;
  };
  struct Entry {
    std::string_view content_type;
    bool is_immutable = false;
    std::vector<Representation> representations;  // best first; the file without compression is last
  };

  const Entry* find(const HttpRequest& request) const;

  std::map<std::string, Entry, std::less<>> entries_;  // the key is the path of a request
};

}  // namespace parley
