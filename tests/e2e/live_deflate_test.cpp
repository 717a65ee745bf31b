#include "e2e/support/server_test.hpp"

namespace parley::e2e {
namespace {

using LiveDeflateTest = ServerTest;

TEST_F(LiveDeflateTest, compression_is_agreed_on_only_where_it_is_switched_on) {
  Person ann = person("ann");
  LiveClient client = ann.connect({}, {.deflate = true});
  EXPECT_EQ(client.upgrade().header("Sec-WebSocket-Extensions"), "");
  EXPECT_EQ(client.must("me.get").at("id"), ann.id());
}

TEST_F(LiveDeflateTest, compressed_and_plain_clients_hear_the_same) {
  start({"websocket.deflate=true"});
  Person ann = person("ann");
  Person bob = person("bob");
  const std::string group = ann.create_group({&bob});
  LiveClient squeezed = ann.connect({}, {.deflate = true});
  LiveClient plain = bob.connect();
  EXPECT_NE(squeezed.upgrade().header("Sec-WebSocket-Extensions").find("permessage-deflate"), std::string::npos);
  EXPECT_EQ(plain.upgrade().header("Sec-WebSocket-Extensions"), "");

  // Some texts are shorter than the size from which on the server compresses. Some compress well and some do not.
  std::string letters;
  for (int i = 0; i < 3500; ++i) letters += static_cast<char>('!' + (i * i * 31 + i / 7) % 90);
  const std::vector<std::string> bodies = {"short", std::string(3900, 'x'), letters, "\u00e4\u4e2d", "again short"};
  int number = 0;
  for (const std::string& body : bodies) {
    for (LiveClient* sender : {&squeezed, &plain}) {
      const Json sent = sender->must(
          "message.send", {{"conversation", group}, {"client_id", std::to_string(++number)}, {"body", body}});
      EXPECT_EQ(sent.at("message").at("body"), body);
    }
  }
  for (LiveClient* listener : {&squeezed, &plain}) {
    ASSERT_TRUE(listener->wait_until([&] { return listener->events().size() == 2 * bodies.size(); }));
  }
  EXPECT_EQ(squeezed.events(), plain.events());
  // The server answers a client that compresses with many messages in one reply.
  EXPECT_EQ(squeezed.must("message.list", {{"conversation", group}}).at("messages").size(), 2 * bodies.size());
}

TEST_F(LiveDeflateTest, a_small_frame_that_inflates_beyond_the_limit_is_closed_with_1009) {
  start({"websocket.deflate=true", "limits.frame_bytes=16512"});
  Person ann = person("ann");
  LiveClient client = ann.connect({}, {.deflate = true});
  client.send_text(std::string(1'000'000, ' '));
  EXPECT_EQ(client.wait_closed(), 1009);
}

}  // namespace
}  // namespace parley::e2e
