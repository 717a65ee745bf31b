#include <parley/net/static_files.hpp>

#include <gmock/gmock.h>

namespace parley {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr embedded::File kFiles[] = {
    {"app.js", "let a;"}, {"data.bin", "\x01"}, {"index.html", "<!doctype html>"}, {"other.html", "<p>"}};

HttpRequest get(std::string path, std::string if_none_match = "") {
  HttpRequest request;
  request.path = std::move(path);
  if (!if_none_match.empty()) request.headers = {{"if-none-match", std::move(if_none_match)}};
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
  EXPECT_EQ(script->body, "let a;");
  EXPECT_EQ(script->content_type, "text/javascript; charset=utf-8");
  EXPECT_EQ(files.serve(get("/data.bin"))->content_type, "application/octet-stream");
}

TEST(StaticFiles, the_root_is_the_index) {
  const StaticFiles files(kFiles);
  EXPECT_EQ(files.serve(get("/"))->body, "<!doctype html>");
  EXPECT_EQ(files.serve(get("/index.html"))->body, "<!doctype html>");
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
  const auto page = StaticFiles(kFiles).serve(get("/other.html"));
  const auto policy = header_of(*page, "Content-Security-Policy");
  EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
  EXPECT_THAT(policy, HasSubstr("script-src 'self'"));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
  EXPECT_EQ(header_of(*page, "Cache-Control"), "no-cache");
}

TEST(StaticFiles, a_known_version_is_not_sent_again) {
  const StaticFiles files(kFiles);
  const auto etag = header_of(*files.serve(get("/app.js")), "ETag");
  EXPECT_EQ(etag.size(), 34u);
  for (const auto& known : {etag, "W/" + etag, "\"other\", " + etag, std::string("*")}) {
    const auto unchanged = files.serve(get("/app.js", known));
    EXPECT_EQ(unchanged->status, 304) << known;
    EXPECT_EQ(unchanged->body, "");
    EXPECT_EQ(header_of(*unchanged, "ETag"), etag);
  }
  EXPECT_EQ(files.serve(get("/app.js", "\"other\""))->status, 200);
  EXPECT_EQ(files.serve(get("/other.html", etag))->status, 200);
}

}  // namespace
}  // namespace parley
