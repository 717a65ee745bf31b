// A body of a type that no operation takes. Whatever the operation is, the answer is one that the documents name.
#include <algorithm>

#include <parley/api/rest.hpp>

#include "e2e/support/scene.hpp"
#include "e2e/support/server_test.hpp"

namespace parley::e2e {
namespace {

class UnwantedBodyTest : public ServerTest {
 protected:
  // Returns a path of the operation: every parameter is something that does not exist.
  static std::string path_of(const Operation& operation) {
    std::string path = "/api" + std::string(operation.path);
    for (std::size_t open = path.find('{'); open != std::string::npos; open = path.find('{')) {
      const std::size_t end = path.find('}', open) + 1;
      const bool is_number = path.substr(open, end - open) == "{seq}";
      path.replace(open, end - open, is_number ? "1" : "0190a1b2-c3d4-7abc-8def-0123456789ab");
    }
    return path;
  }
};

bool is_documented(const Operation& operation, int status) {
  const std::vector<int> problems = problem_statuses(operation);
  return status == operation.status || std::ranges::find(problems, status) != problems.end();
}

TEST_F(UnwantedBodyTest, every_operation_answers_it_as_its_document_says) {
  start({"limits.requests_per_second=0", "limits.messages_per_second=0"});
  Person ann = Person::registered(server(), "ann");
  const std::pair<const char*, std::string> bodies[] = {
      {"text/plain", "words"}, {"application/json", "{\"a\":"}, {"text/plain", std::string(70'000, 'x')}};
  for (const Operation* operation : all_operations()) {
    if (operation->path.empty()) continue;
    for (const auto& [type, body] : bodies) {
      const HttpReply reply =
          ann.http().request_text(method_name(operation->method), path_of(*operation), body, {{"Content-Type", type}});
      EXPECT_TRUE(is_documented(*operation, reply.status)) << operation->name << " " << type << " " << reply.text;
      const bool is_ignored = !takes_body(*operation) && body.size() < kOpenBodyMost;
      if (is_ignored) EXPECT_NE(reply.code(), "malformed") << operation->name;
    }
  }
}

TEST_F(UnwantedBodyTest, the_operations_without_a_body_work_with_one) {
  Person ann = person("ann");
  for (const char* path : {"/api/config", "/api/me", "/api/conversations"}) {
    EXPECT_EQ(ann.http().request_text("GET", path, "words", {{"Content-Type", "text/plain"}}).status, 200) << path;
    EXPECT_EQ(ann.http().request_text("GET", path, std::string(70'000, 'x'), {}).status, 413) << path;
  }
}

}  // namespace
}  // namespace parley::e2e
