#include <parley/api/documents.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <parley/app/operations.hpp>

namespace parley {
namespace {

using nlohmann::json;

class DocumentsTest : public testing::Test {
 protected:
  DocumentsTest() { add_all_operations(table_); }

  Limits limits_;
  OperationTable table_{limits_};
};

TEST_F(DocumentsTest, the_openapi_document_has_every_rest_operation_and_every_schema_it_refers_to) {
  const json document = json::parse(openapi_document(table_, "1"));
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
  const json document = json::parse(asyncapi_document(table_, "1"));
  for (const auto& operation : table_.all()) {
    EXPECT_EQ(document.at("operations").contains(std::string(operation->name)), operation->transport != Transport::rest)
        << operation->name;
  }
  EXPECT_TRUE(document.at("channels").at("live").at("messages").contains("event.message.created"));
}

}  // namespace
}  // namespace parley
