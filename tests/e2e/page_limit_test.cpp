// limits.page_items bounds the pages of every list, and clients can read its value.
#include "e2e/support/server_test.hpp"

namespace parley::e2e {
namespace {

class PageLimitTest : public ServerTest {
 protected:
  void SetUp() override { start({"limits.page_items=2"}); }

  static std::size_t entries(Person& who, const std::string& path, const std::string& list) {
    return expect_status(200, who.http().get(path)).body.at(list).size();
  }
};

TEST_F(PageLimitTest, no_list_gives_more_entries_than_that_also_by_default) {
  Person ann = person("ann");
  const Person bob = person("bob");
  const Person cleo = person("cleo");
  const std::string group = ann.create_group({&bob, &cleo});
  ann.create_group({});
  ann.create_group({});
  for (const char* text : {"one word", "two words", "three words"}) ann.say(group, text);
  EXPECT_EQ(entries(ann, "/api/conversations", "conversations"), 2);
  const std::string path = "/api/conversations/" + group;
  EXPECT_EQ(entries(ann, path + "/messages", "messages"), 2);
  EXPECT_EQ(entries(ann, path + "/members", "members"), 2);
  EXPECT_EQ(entries(ann, path + "/receipts", "members"), 2);
}

TEST_F(PageLimitTest, a_larger_page_is_refused) {
  Person ann = person("ann");
  const std::string group = ann.create_group({});
  for (const std::string& path :
       {std::string("/api/conversations?limit=3"), "/api/conversations/" + group + "/messages?limit=3",
        "/api/conversations/" + group + "/members?limit=3", "/api/conversations/" + group + "/receipts?limit=3",
        std::string("/api/search?q=word&limit=3"), std::string("/api/users?q=ann&limit=3")}) {
    const HttpReply refused = expect_status(400, ann.http().get(path));
    EXPECT_EQ(refused.body.at("errors").at(0).at("code"), "too_large") << path;
  }
}

TEST_F(PageLimitTest, clients_can_read_the_limit) {
  EXPECT_EQ(expect_status(200, client().get("/api/config")).body.at("limits").at("page_items"), 2);
  LiveClient live = person("ann").connect_silently();
  EXPECT_EQ(live.hello(person("ann").token()).at("limits").at("page_items"), 2);
}

}  // namespace
}  // namespace parley::e2e
