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
    {".svg", "image/svg+xml; charset=utf-8"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
}};

// The codings of the compressed copies, best first.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kCodings = {{{".br", "br"}, {".gz", "gzip"}}};

// The folder in which each file's name contains a hash of its content. The content of such a name never changes.
constexpr std::string_view kHashedNames = "assets/";

// The policy allows a page to load its own files only: no inline scripts or styles, no other sites, no frames and no
// plug-ins. Text becomes HTML or script only through a Trusted Types policy (W3C Trusted Types). The web client has
// one: it names the script of the service worker.
constexpr std::string_view kPagePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types parley-service-worker";

std::string_view content_type(std::string_view path) {
  const auto* known =
      std::ranges::find_if(kContentTypes, [&](const auto& entry) { return path.ends_with(entry.first); });
  return known == kContentTypes.end() ? "application/octet-stream" : known->second;
}

// Returns a strong validator, which is the first half of the content's SHA-256 hash.
std::string make_etag(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  return fmt::format("\"{:02x}\"", fmt::join(digest.begin(), digest.begin() + 16, ""));
}

// Returns whether If-None-Match contains the validator. The comparison is weak (RFC 9110 §8.8.3.2), because a proxy
// that compressed the file has made its validator weak.
bool names(std::string_view if_none_match, std::string_view etag) {
  return std::ranges::any_of(split_list(if_none_match), [&](std::string_view known) {
    if (known.starts_with("W/")) known.remove_prefix(2);
    return known == "*" || known == etag;
  });
}

// Returns whether a browser navigates to a path of the web client: the last part of the path has no file extension, and
// the client accepts HTML by name, as browsers do. Other programs, such as curl, accept anything and get 404.
bool is_navigation(const HttpRequest& request) {
  const std::string_view path = request.path;
  if (!path.starts_with('/') || path == "/api" || path.starts_with("/api/")) return false;
  const bool has_ending = path.substr(path.rfind('/')).find('.') != std::string_view::npos;
  return !has_ending && accepts(request.header("Accept"), "text/html");
}

}  // namespace

StaticFiles::StaticFiles(std::span<const embedded::File> files) {
  // A file is a compressed copy only if the file that it is a copy of exists.
  std::map<std::string_view, std::string_view> by_path;
  for (const embedded::File& file : files) by_path.emplace(file.path, file.bytes);
  const auto is_copy = [&](std::string_view path) {
    return std::ranges::any_of(kCodings, [&](const auto& coding) {
      return path.ends_with(coding.first) && by_path.contains(path.substr(0, path.size() - coding.first.size()));
    });
  };
  for (const auto& [path, bytes] : by_path) {
    if (is_copy(path)) continue;
    Entry entry{content_type(path), path.starts_with(kHashedNames), {}};
    for (const auto& [ending, coding] : kCodings) {
      const auto copy = by_path.find(fmt::format("{}{}", path, ending));
      if (copy != by_path.end()) entry.representations.push_back({coding, copy->second, make_etag(copy->second)});
    }
    entry.representations.push_back({{}, bytes, make_etag(bytes)});
    if (path == "index.html") entries_.emplace("/", entry);
    entries_.emplace(fmt::format("/{}", path), std::move(entry));
  }
}

const StaticFiles::Entry* StaticFiles::find(const HttpRequest& request) const {
  auto found = entries_.find(request.path);
  if (found == entries_.end() && is_navigation(request)) found = entries_.find("/");
  return found == entries_.end() ? nullptr : &found->second;
}

std::optional<HttpResponse> StaticFiles::serve(const HttpRequest& request) const {
  if (request.method != HttpMethod::get && request.method != HttpMethod::head) return std::nullopt;
  // 1. Choose the best representation that the client accepts; the last one needs no coding.
  const Entry* entry = find(request);
  if (entry == nullptr) return std::nullopt;
  const auto chosen = std::ranges::find_if(entry->representations, [&](const Representation& representation) {
    return representation.coding.empty() || accepts(request.header("Accept-Encoding"), representation.coding);
  });
  // 2. Set the fields. A browser must ask each time for a file without a hash in its name; the answer is mostly 304.
  HttpResponse response;
  response.headers = {{"ETag", chosen->etag},
                      {"Cache-Control", entry->is_immutable ? "public, max-age=31536000, immutable" : "no-cache"}};
  if (entry->representations.size() > 1) response.headers.emplace_back("Vary", "Accept-Encoding");
  // Scripts have the policy too, because a worker runs under the policy of its script.
  if (entry->content_type.starts_with("text/html") || entry->content_type.starts_with("text/javascript")) {
    response.headers.emplace_back("Content-Security-Policy", kPagePolicy);
  }
  // 3. Send the content unless the client has it.
  if (names(request.header("If-None-Match"), chosen->etag)) {
    response.status = 304;
    return response;
  }
  if (!chosen->coding.empty()) response.headers.emplace_back("Content-Encoding", chosen->coding);
  response.content_type = entry->content_type;
  response.fixed_body = chosen->bytes;
  return response;
}

}  // namespace parley
