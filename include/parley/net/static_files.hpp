// The web client, out of the binary. Immutable after construction; any thread.
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
  // The files' bytes must outlive this: embedded ones do. "x.br" and "x.gz" are copies of "x", compressed beforehand.
  explicit StaticFiles(std::span<const embedded::File> files);

  // A reply to GET or HEAD of a file's path; nothing for any other request. The file goes out in the smallest coding
  // that the client accepts (RFC 9110 §12.5.3), as 304 when the client names the version that it has (§13.1.2). "/" is
  // index.html, and so is every path that a browser navigates to and that is none of the server's or a file's: the
  // client reads its own addresses, such as /c/{id}.
  std::optional<HttpResponse> serve(const HttpRequest& request) const;

 private:
  struct Representation {
    std::string_view coding;  // empty for the file as it is
    std::string_view bytes;
    std::string etag;
  };
  struct Entry {
    std::string_view content_type;
    bool is_immutable = false;
    std::vector<Representation> representations;  // best first; the file as it is comes last
  };

  const Entry* find(const HttpRequest& request) const;

  std::map<std::string, Entry, std::less<>> entries_;  // by the path of the request
};

}  // namespace parley
