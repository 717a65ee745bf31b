#include <parley/net/static_files.hpp>

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <openssl/evp.h>

#include <parley/protocol/http_text.hpp>

namespace parley {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kContentTypes = {{
    {".html", "text/html; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
}};

// The page's own files and nothing else: no inline script or style, no other site, no frame, no plug-in.
constexpr std::string_view kPagePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'";

std::string_view content_type(std::string_view path) {
  const auto* known =
      std::ranges::find_if(kContentTypes, [&](const auto& entry) { return path.ends_with(entry.first); });
  return known == kContentTypes.end() ? "application/octet-stream" : known->second;
}

// A strong validator: the first half of the content's SHA-256.
std::string make_etag(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  return fmt::format("\"{:02x}\"", fmt::join(digest.begin(), digest.begin() + 16, ""));
}

// Weak comparison (RFC 9110 §8.8.3.2): a proxy that compressed the file has made its validator weak.
bool names(std::string_view if_none_match, std::string_view etag) {
  return std::ranges::any_of(split_list(if_none_match), [&](std::string_view known) {
    if (known.starts_with("W/")) known.remove_prefix(2);
    return known == "*" || known == etag;
  });
}

}  // namespace

StaticFiles::StaticFiles(std::span<const embedded::File> files) {
  for (const embedded::File& file : files) {
    const Entry entry{file.bytes, content_type(file.path), make_etag(file.bytes)};
    if (file.path == "index.html") entries_.emplace("/", entry);
    entries_.emplace("/" + std::string(file.path), entry);
  }
}

std::optional<HttpResponse> StaticFiles::serve(const HttpRequest& request) const {
  if (request.method != HttpMethod::get && request.method != HttpMethod::head) return std::nullopt;
  const auto found = entries_.find(request.path);
  if (found == entries_.end()) return std::nullopt;
  const Entry& entry = found->second;
  HttpResponse response;
  // Names do not change with content, so a browser asks each time; the answer is mostly 304.
  response.headers = {{"ETag", entry.etag}, {"Cache-Control", "no-cache"}};
  if (entry.content_type.starts_with("text/html")) {
    response.headers.emplace_back("Content-Security-Policy", kPagePolicy);
  }
  if (names(request.header("If-None-Match"), entry.etag)) {
    response.status = 304;
    return response;
  }
  response.content_type = entry.content_type;
  response.body = entry.bytes;
  return response;
}

}  // namespace parley
