// HTTP requests and replies as plain values: what the net layer reads and writes, and the api layer answers.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley {

enum class HttpMethod { get, head, post, put, patch, del, options, other };

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  HttpMethod method = HttpMethod::get;
  std::string path;        // as sent, still percent-encoded, without the query: "/api/conversations/…"
  std::string query;       // what follows the "?", or empty
  HttpHeaders headers;     // in the order they came
  std::string body;
  std::string address;     // of the client; behind a trusted proxy the one it names
  std::string request_id;  // from X-Request-Id where it is well-formed, otherwise made here

  // The first header of that name (in any case), or an empty text.
  std::string_view header(std::string_view name) const;
};

struct HttpResponse {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  HttpHeaders headers;  // beside those that every reply carries
};

}  // namespace parley
