#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/publish_dropper.hpp"

namespace parley::testing {
namespace {

std::string command(const std::vector<std::string>& words) {
  std::string bytes = "*" + std::to_string(words.size()) + "\r\n";
  for (const std::string& word : words) bytes += "$" + std::to_string(word.size()) + "\r\n" + word + "\r\n";
  return bytes;
}
const std::string kPublish = command({"PUBLISH", "topic", "line\r\nand line"});

TEST(PublishDropper, a_dropped_publish_is_answered_in_its_place) {
  const auto chance = std::make_shared<Chance>(1, 0.0);
  PublishDropper dropper(chance);
  EXPECT_EQ(dropper.client_said(command({"PING"}) + kPublish).to_server, command({"PING"}) + kPublish);
  chance->set(1);
  const Traffic dropped = dropper.client_said(kPublish + command({"MGET", "a", "b"}));
  EXPECT_EQ(dropped.to_server, command({"MGET", "a", "b"}));
  EXPECT_EQ(dropped.to_client, "");  // two answers have to come first
  EXPECT_EQ(dropper.server_said("+PONG\r\n").to_client, "+PONG\r\n");
  EXPECT_EQ(dropper.server_said(":5\r\n*2\r\n$1\r\nx\r\n").to_client, ":5\r\n:0\r\n");
  EXPECT_EQ(dropper.server_said("$-1\r\n").to_client, "*2\r\n$1\r\nx\r\n$-1\r\n");
  EXPECT_EQ(dropper.client_said(command({"publish", "topic", ""})).to_client, ":0\r\n");
  EXPECT_EQ(chance->struck(), 2);
}

TEST(PublishDropper, commands_and_replies_may_come_byte_by_byte) {
  PublishDropper dropper(std::make_shared<Chance>(1, 1.0));
  const std::string said = command({"GET", "a"}) + kPublish + command({"GET", "b"});
  std::string heard;
  for (const char byte : said) heard += dropper.client_said({&byte, 1}).to_server;
  EXPECT_EQ(heard, command({"GET", "a"}) + command({"GET", "b"}));
  const std::string answers = "$3\r\n\r\n\r\r\n-ERR no\r\n";
  std::string delivered;
  for (const char byte : answers) delivered += dropper.server_said({&byte, 1}).to_client;
  EXPECT_EQ(delivered, "$3\r\n\r\n\r\r\n:0\r\n-ERR no\r\n");
}

TEST(PublishDropper, a_connection_that_subscribes_is_left_alone) {
  PublishDropper dropper(std::make_shared<Chance>(1, 1.0));
  EXPECT_EQ(dropper.client_said(command({"SUBSCRIBE", "topic"}) + "*1\r\n$").to_server,
            command({"SUBSCRIBE", "topic"}) + "*1\r\n$");
  EXPECT_EQ(dropper.server_said("*3\r\n$9").to_client, "*3\r\n$9");
}

}  // namespace
}  // namespace parley::testing
