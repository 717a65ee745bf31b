#include <stdexcept>

#include <gtest/gtest.h>

#include "client/socket_io.hpp"

namespace parley::bench::socket_io {
namespace {

std::string packet_of(std::string_view request) {
  std::string packet = "of the request before";
  wrap(request, packet);
  return packet;
}

std::string text_of(std::string_view packet) {
  std::string text = "of the packet before";
  unwrap(packet, text);
  return text;
}

TEST(SocketIo, a_request_is_an_event_that_asks_for_an_acknowledgement) {
  EXPECT_EQ(packet_of(R"({"id":7,"op":"message.send","params":{"body":"hi"}})"),
            R"(427["message.send",{"body":"hi"}])");
}

TEST(SocketIo, an_acknowledgement_is_the_reply_to_its_request) {
  EXPECT_EQ(text_of(R"(437[{"message":{"rev":[1]}}])"), R"({"id":7,"result":{"message":{"rev":[1]}}})");
}

TEST(SocketIo, an_event_keeps_its_name_and_members) {
  EXPECT_EQ(text_of(R"(42["message.created",{"conversation":"a","rev":1}])"),
            R"({"event":"message.created","conversation":"a","rev":1})");
}

TEST(SocketIo, packets_are_distinguished) {
  EXPECT_EQ(kind_of(R"(0{"sid":"a"})"), Packet::open);
  EXPECT_EQ(kind_of(R"(40{"sid":"a"})"), Packet::connected);
  EXPECT_EQ(kind_of("2"), Packet::ping);
  EXPECT_EQ(kind_of(R"(42["typing",{}])"), Packet::message);
  EXPECT_EQ(kind_of("437[{}]"), Packet::message);
}

TEST(SocketIo, what_no_server_sends_here_is_refused) {
  EXPECT_THROW(kind_of(R"(44{"message":"refused"})"), std::runtime_error);
  EXPECT_THROW(kind_of(""), std::runtime_error);
  EXPECT_THROW(text_of(R"(42["typing"])"), std::runtime_error);
}

}  // namespace
}  // namespace parley::bench::socket_io
