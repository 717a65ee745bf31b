#include "e2e/support/server_test.hpp"

namespace parley::e2e {
namespace {

using LiveTest = ServerTest;

TEST_F(LiveTest, two_people_talk_over_websockets) {
  Person ann = person("ann");
  Person bob = person("bob");
  LiveClient anns = ann.connect();
  LiveClient bobs = bob.connect();

  const Json opened = anns.must("direct.open", {{"user", bob.id()}});
  const std::string conversation = opened.at("conversation").at("id");
  EXPECT_EQ(bobs.wait_event("conversation.added").at("data").at("conversation").at("id"), conversation);

  const Json sent = anns.must("message.send", {{"conversation", conversation}, {"client_id", "1"}, {"body", "hi"}});
  EXPECT_EQ(sent.at("message").at("seq"), 1);
  const Json heard = bobs.wait_event("message.created");
  EXPECT_EQ(heard.at("conversation"), conversation);
  EXPECT_EQ(heard.at("rev"), sent.at("message").at("rev"));
  EXPECT_EQ(heard.at("data"), sent.at("message"));
  EXPECT_EQ(anns.wait_event("message.created").at("data"), sent.at("message"));
}

}  // namespace
}  // namespace parley::e2e
