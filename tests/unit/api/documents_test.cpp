#include <parley/api/documents.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <parley/api/rest.hpp>
#include <parley/app/operations.hpp>
#include <parley/core/forms.hpp>

namespace parley {
namespace {

using nlohmann::json;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& letter : out) letter = static_cast<char>(letter | 0x20);
  return out;
}

class DocumentsTest : public testing::Test {
 protected:
  DocumentsTest() { add_all_operations(table_); }

  Limits limits_;
  OperationTable table_{limits_};
};

TEST_F(DocumentsTest, the_openapi_document_has_every_rest_operation_and_every_schema_it_refers_to) {
  const json document = json::parse(openapi_document(table_, {"1"}));
  std::set<std::string> named;
  for (const auto& path : document.at("paths")) {
    for (const auto& operation : path) named.insert(operation.at("operationId"));
  }
  for (const auto& operation : table_.all()) {
    EXPECT_EQ(named.contains(std::string(operation->name)), operation->transport != Transport::websocket)
        << operation->name;
  }
  const std::string text = document.dump();
  const std::string prefix = R"("$ref":"#/components/schemas/)";
  for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix, at + 1)) {
    const auto begin = at + prefix.size();
    const std::string name = text.substr(begin, text.find('"', begin) - begin);
    EXPECT_TRUE(document.at("components").at("schemas").contains(name)) << name;
  }
}

TEST_F(DocumentsTest, the_asyncapi_document_has_every_live_operation_and_the_events) {
  const json document = json::parse(asyncapi_document(table_, {"1"}));
  for (const auto& operation : table_.all()) {
    EXPECT_EQ(document.at("operations").contains(std::string(operation->name)), operation->transport != Transport::rest)
        << operation->name;
  }
  EXPECT_TRUE(document.at("channels").at("live").at("messages").contains("event.message.created"));
}

TEST_F(DocumentsTest, every_response_that_an_operation_may_give_is_described) {
  const json document = json::parse(openapi_document(table_, {"1"}));
  for (const auto& operation : table_.all()) {
    if (operation->path.empty()) continue;
    const std::string method = lower(method_name(operation->method));
    const json& responses = document.at("paths").at(std::string(operation->path)).at(method).at("responses");
    std::vector<int> statuses = problem_statuses(*operation);
    statuses.push_back(operation->status);
    for (const int status : statuses) {
      ASSERT_TRUE(responses.contains(std::to_string(status))) << operation->name << " " << status;
      EXPECT_NE(responses.at(std::to_string(status)).at("description"), "") << operation->name << " " << status;
    }
    EXPECT_TRUE(responses.contains("default")) << operation->name;
    EXPECT_EQ(responses.contains("201"), operation->status == 201) << operation->name;
    if (operation->status == 201)
      EXPECT_TRUE(responses.at("201").at("headers").contains("Location")) << operation->name;
  }
}

TEST_F(DocumentsTest, every_list_is_paged_by_cursor_and_next) {
  const json schemas = json::parse(asyncapi_document(table_, {"1"})).at("components").at("schemas");
  const std::pair<const char*, const char*> renamed[] = {{"ListRequest", "after"},
                                                         {"MemberListRequest", "after"},
                                                         {"ReceiptListRequest", "after"},
                                                         {"SyncRequest", "next"}};
  for (const auto& [list, old_name] : renamed) {
    const json& properties = schemas.at(list).at("properties");
    EXPECT_TRUE(properties.contains("cursor")) << list;
    EXPECT_EQ(properties.at(old_name).at("deprecated"), true) << list;
  }
  EXPECT_TRUE(schemas.at("SearchRequest").at("properties").contains("cursor"));
}

TEST_F(DocumentsTest, a_request_may_say_null_for_what_it_may_leave_out) {
  const json schemas = json::parse(asyncapi_document(table_, {"1"})).at("components").at("schemas");
  EXPECT_EQ(schemas.at("SendRequest").at("properties").at("reply_to").at("oneOf").at(1).at("type"), "null");
  EXPECT_FALSE(schemas.at("Message").at("properties").at("reply_to").contains("oneOf"));
}

TEST_F(DocumentsTest, a_text_with_a_form_has_it_in_its_schema) {
  const json schemas = json::parse(asyncapi_document(table_, {"1"})).at("components").at("schemas");
  EXPECT_EQ(schemas.at("ReactionRequest").at("properties").at("emoji").at("format"), "emoji");
  const json positions = schemas.at("SyncRequest").at("properties").at("conversations");
  EXPECT_EQ(positions.at("propertyNames").at("format"), "uuid");
  EXPECT_EQ(positions.at("maxProperties"), limits_.sync_conversations);
  const json document = json::parse(openapi_document(table_, {"1"}));
  const json& registration = document.at("paths").at("/register").at("post").at("requestBody").at("content");
  EXPECT_EQ(registration.at("application/json").at("schema").at("properties").at("username").at("pattern"),
            kUsernameForm.pattern);
}

TEST_F(DocumentsTest, a_body_does_not_give_again_what_the_path_gives) {
  const json document = json::parse(openapi_document(table_, {"1"}));
  const json& body = document.at("paths")
                         .at("/conversations/{conversation}/messages/{seq}")
                         .at("patch")
                         .at("requestBody")
                         .at("content")
                         .at("application/json")
                         .at("schema");
  EXPECT_EQ(body.at("not"), json::parse(R"({"anyOf":[{"required":["conversation"]},{"required":["seq"]}]})"));
  EXPECT_EQ(body.at("required"), json{"body"});
}

TEST_F(DocumentsTest, whatever_names_something_may_find_nothing) {
  for (const char* name : {"search", "message.get", "user.block", "receipt.send"}) {
    EXPECT_THAT(problem_statuses(*table_.find(name)), testing::Contains(404)) << name;
  }
  for (const char* name : {"me.get", "user.search", "account.register"}) {
    EXPECT_THAT(problem_statuses(*table_.find(name)), testing::Not(testing::Contains(404))) << name;
  }
}

TEST_F(DocumentsTest, the_documents_name_the_public_address) {
  const json asyncapi = json::parse(asyncapi_document(table_, {"1", "https://chat.example.org"}));
  EXPECT_EQ(asyncapi.at("servers").at("this").at("host"), "chat.example.org");
  EXPECT_EQ(asyncapi.at("servers").at("this").at("protocol"), "wss");
  const json openapi = json::parse(openapi_document(table_, {"1", "https://chat.example.org"}));
  EXPECT_EQ(openapi.at("servers").at(0).at("url"), "https://chat.example.org/api");
}

}  // namespace
}  // namespace parley
