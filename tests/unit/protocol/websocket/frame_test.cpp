#include <parley/protocol/websocket/frame.hpp>

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace parley::ws {
namespace {

using namespace std::string_literals;

TEST(Frame, the_examples_of_section_5_7_come_out_byte_for_byte) {
  EXPECT_EQ(encode_frame(Opcode::text, "Hello"), "\x81\x05Hello");
  EXPECT_EQ(encode_frame(Opcode::ping, "Hello"), "\x89\x05Hello");
  EXPECT_EQ(encode_frame(Opcode::binary, std::string(256, 'x')), "\x82\x7e\x01\x00"s + std::string(256, 'x'));
  EXPECT_EQ(encode_frame(Opcode::binary, std::string(65536, 'x')),
            "\x82\x7f\x00\x00\x00\x00\x00\x01\x00\x00"s + std::string(65536, 'x'));
}

TEST(Frame, section_5_2_every_length_takes_as_few_bytes_as_it_can) {
  const auto header = [](std::size_t size) {
    std::string out;
    append_frame_header(out, Opcode::text, size);
    return out;
  };
  EXPECT_EQ(header(0), "\x81\x00"s);
  EXPECT_EQ(header(125), "\x81\x7d");
  EXPECT_EQ(header(126), "\x81\x7e\x00\x7e"s);
  EXPECT_EQ(header(65535), "\x81\x7e\xff\xff");
  EXPECT_EQ(header(65536), "\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00"s);
}

TEST(Frame, a_compressed_message_has_the_first_reserved_bit_set) {
  EXPECT_EQ(encode_frame(Opcode::text, "\xf2\x48\xcd\xc9\xc9\x07\x00"s, true), "\xc1\x07\xf2\x48\xcd\xc9\xc9\x07\x00"s);
}

TEST(Frame, a_close_frame_carries_code_and_reason) {
  EXPECT_EQ(encode_close(CloseCode::normal), "\x88\x02\x03\xe8");
  EXPECT_EQ(encode_close(CloseCode::too_slow, "slow"), "\x88\x06\x11\x9cslow");
  EXPECT_EQ(encode_close(CloseCode::no_status, "left out"), "\x88\x00"s);
}

TEST(Frame, a_long_reason_is_cut_between_characters) {
  const std::string ascii(200, 'a');
  EXPECT_EQ(encode_close(CloseCode::normal, ascii).substr(4), ascii.substr(0, 123));
  const std::string accented = std::string(122, 'a') + "\xc3\xa9";
  EXPECT_EQ(encode_close(CloseCode::normal, accented).substr(4), std::string(122, 'a'));
  EXPECT_EQ(encode_close(CloseCode::normal, "a"s + accented.substr(1, 120) + "\xc3\xa9").size(), 4 + 123U);
}

TEST(Frame, a_received_close_is_answered_with_its_own_code) {
  EXPECT_EQ(close_reply(CloseCode::going_away), CloseCode::going_away);
  EXPECT_EQ(close_reply(CloseCode{3999}), CloseCode{3999});
  EXPECT_EQ(close_reply(CloseCode::no_status), CloseCode::normal);
}

TEST(Frame, every_close_code_has_a_name_and_foreign_ones_share_one) {
  EXPECT_EQ(name(CloseCode::normal), "normal");
  EXPECT_EQ(name(CloseCode::server_restarting), "server_restarting");
  EXPECT_EQ(name(CloseCode{3000}), "other");
}

}  // namespace
}  // namespace parley::ws
