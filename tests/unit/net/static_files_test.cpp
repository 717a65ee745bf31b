#include <parley/net/static_files.hpp>

#include <tuple>

#include <gmock/gmock.h>

namespace parley {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr embedded::File kFiles[] = {{"app.js", "let a;"},
                                     {"assets/page-1f2e.css", "a{}"},
                                     {"assets/page-1f2e.js", "let plain;"},
                                     {"assets/page-1f2e.js.br", "as brotli"},
                                     {"assets/page-1f2e.js.gz", "as gzip"},
                                     {"data.bin", "\x01"},
                                     {"index.html", "<!doctype html>"},
                                     {"notes.gz", "a file of its own"},
                                     {"other.html", "<p>"}};

HttpRequest get(std::string path, std::string if_none_match = "") {
  HttpRequest request;
  request.path = std::move(path);
  if (!if_none_match.empty()) request.headers = {{"if-none-match", std::move(if_none_match)}};
  return request;
}

HttpRequest get_with(std::string path, std::string header, std::string value) {
  HttpRequest request = get(std::move(path));
  request.headers.emplace_back(std::move(header), std::move(value));
  return request;
}

std::string header_of(const HttpResponse& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return {};
}

TEST(StaticFiles, a_file_is_served_by_its_path) {
  const StaticFiles files(kFiles);
  const auto script = files.serve(get("/app.js"));
  ASSERT_TRUE(script);
  EXPECT_EQ(script->status, 200);
  EXPECT_EQ(script->content(), "let a;");
  EXPECT_EQ(script->content_type, "text/javascript; charset=utf-8");
  EXPECT_EQ(files.serve(get("/data.bin"))->content_type, "application/octet-stream");
}

TEST(StaticFiles, the_root_is_the_index) {
  const StaticFiles files(kFiles);
  EXPECT_EQ(files.serve(get("/"))->content(), "<!doctype html>");
  EXPECT_EQ(files.serve(get("/index.html"))->content(), "<!doctype html>");
}

TEST(StaticFiles, anything_else_is_left_to_others) {
  const StaticFiles files(kFiles);
  for (const auto* path : {"/none", "/app.js/", "//app.js", "app.js", "", "/APP.JS", "/api/me"}) {
    EXPECT_FALSE(files.serve(get(path))) << path;
  }
  auto posted = get("/app.js");
  posted.method = HttpMethod::post;
  EXPECT_FALSE(files.serve(posted));
}

TEST(StaticFiles, a_page_runs_no_inline_script) {
  // A worker's script needs the policy as well, since it may fetch what the page may fetch.
  for (const auto* path : {"/other.html", "/app.js"}) {
    const auto policy = header_of(*StaticFiles(kFiles).serve(get(path)), "Content-Security-Policy");
    EXPECT_THAT(policy, HasSubstr("default-src 'none'")) << path;
    EXPECT_THAT(policy, HasSubstr("script-src 'self'")) << path;
    EXPECT_THAT(policy, HasSubstr("connect-src 'self'")) << path;
    EXPECT_THAT(policy, Not(HasSubstr("unsafe"))) << path;
    EXPECT_THAT(policy, HasSubstr("require-trusted-types-for 'script'; trusted-types parley-service-worker")) << path;
  }
}

TEST(StaticFiles, a_known_version_is_not_sent_again) {
  const StaticFiles files(kFiles);
  const auto etag = header_of(*files.serve(get("/app.js")), "ETag");
  EXPECT_EQ(etag.size(), 34u);
  for (const auto& known : {etag, "W/" + etag, "\"other\", " + etag, std::string("*")}) {
    const auto unchanged = files.serve(get("/app.js", known));
    EXPECT_EQ(unchanged->status, 304) << known;
    EXPECT_EQ(unchanged->content(), "");
    EXPECT_EQ(header_of(*unchanged, "ETag"), etag);
  }
  EXPECT_EQ(files.serve(get("/app.js", "\"other\""))->status, 200);
  EXPECT_EQ(files.serve(get("/other.html", etag))->status, 200);
}

TEST(StaticFiles, a_compressed_copy_goes_to_clients_that_accept_it) {
  const StaticFiles files(kFiles);
  const auto serve = [&](const char* accepted) {
    return *files.serve(get_with("/assets/page-1f2e.js", "Accept-Encoding", accepted));
  };
  for (const auto& [accepted, body, coding] : {
           std::tuple{"gzip, deflate, br, zstd", "as brotli", "br"},
           std::tuple{"gzip", "as gzip", "gzip"},
           std::tuple{"GZip;q=0.5 , identity", "as gzip", "gzip"},
           std::tuple{"br;q=0, gzip;q=1.0", "as gzip", "gzip"},
           std::tuple{"br;q=0.001", "as brotli", "br"},
           std::tuple{"gzip;q=0.000, br; q=0", "let plain;", ""},
           std::tuple{"deflate", "let plain;", ""},
           std::tuple{"", "let plain;", ""},
       }) {
    const auto response = serve(accepted);
    EXPECT_EQ(response.content(), body) << accepted;
    EXPECT_EQ(header_of(response, "Content-Encoding"), coding) << accepted;
    EXPECT_EQ(header_of(response, "Vary"), "Accept-Encoding") << accepted;
    EXPECT_EQ(response.content_type, "text/javascript; charset=utf-8");
  }
  EXPECT_NE(header_of(serve("br"), "ETag"), header_of(serve("gzip"), "ETag"));
}

TEST(StaticFiles, a_copy_is_no_file_of_its_own) {
  const StaticFiles files(kFiles);
  EXPECT_FALSE(files.serve(get("/assets/page-1f2e.js.br")));
  EXPECT_FALSE(files.serve(get("/assets/page-1f2e.js.gz")));
  EXPECT_EQ(files.serve(get("/notes.gz"))->content(), "a file of its own");
  EXPECT_EQ(header_of(*files.serve(get("/notes.gz")), "Vary"), "");
}

TEST(StaticFiles, what_is_named_by_its_hash_is_kept_for_good_and_all_else_asked_for_again) {
  const StaticFiles files(kFiles);
  EXPECT_EQ(header_of(*files.serve(get("/assets/page-1f2e.css")), "Cache-Control"),
            "public, max-age=31536000, immutable");
  for (const auto* path : {"/", "/index.html", "/app.js"}) {
    EXPECT_EQ(header_of(*files.serve(get(path)), "Cache-Control"), "no-cache") << path;
  }
}

TEST(StaticFiles, the_addresses_of_the_client_are_the_index_for_a_browser_that_navigates) {
  const StaticFiles files(kFiles);
  const std::string browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
  for (const auto* path : {"/c/0197", "/c/0197/m/12", "/settings/sessions", "/search", "/apiary"}) {
    const auto page = files.serve(get_with(path, "Accept", browser));
    ASSERT_TRUE(page) << path;
    EXPECT_EQ(page->content(), "<!doctype html>");
    EXPECT_EQ(header_of(*page, "Cache-Control"), "no-cache");
    EXPECT_THAT(header_of(*page, "Content-Security-Policy"), HasSubstr("script-src 'self'"));
    EXPECT_FALSE(files.serve(get_with(path, "Accept", "*/*"))) << path;
  }
  for (const auto* path : {"/api", "/api/me", "/assets/page-old.js", "/c/picture.png", "nowhere", ""}) {
    EXPECT_FALSE(files.serve(get_with(path, "Accept", browser))) << path;
  }
}

TEST(StaticFiles, a_server_without_a_page_serves_none) {
  const StaticFiles files({});
  EXPECT_FALSE(files.serve(get_with("/", "Accept", "text/html")));
  EXPECT_FALSE(files.serve(get_with("/c/0197", "Accept", "text/html")));
}

}  // namespace
}  // namespace parley
