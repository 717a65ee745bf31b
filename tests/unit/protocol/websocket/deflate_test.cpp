#include <parley/protocol/websocket/deflate.hpp>

#include <cstdint>
#include <string>
#include <string_view>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <zlib.h>

#include <parley/protocol/websocket/handshake.hpp>

namespace parley::ws {
namespace {

using namespace std::string_literals;

constexpr std::size_t kLimit = 1 << 20;

std::string incompressible(std::size_t size) {
  std::string bytes(size, '\0');
  std::uint64_t state = 1;
  for (char& byte : bytes) {
    state = state * 6364136223846793005 + 1442695040888963407;
    byte = static_cast<char>(state >> 56);
  }
  return bytes;
}

TEST(Deflate, the_message_of_rfc_7692_section_7_2_3_1_comes_out_byte_for_byte) {
  EXPECT_EQ(compress("Hello"), "\xf2\x48\xcd\xc9\xc9\x07\x00"s);
}

TEST(Deflate, an_empty_message_is_one_zero_byte_as_in_section_7_2_3_6) {
  EXPECT_EQ(compress(""), "\x00"s);
  EXPECT_EQ(decompress("\x00"s, kLimit), "");
}

TEST(Deflate, the_payloads_of_section_7_2_3_are_read) {
  EXPECT_EQ(decompress("\xf2\x48\xcd\xc9\xc9\x07\x00"s, kLimit), "Hello") << "7.2.3.1";
  EXPECT_EQ(decompress("\x00\x05\x00\xfa\xffHello\x00"s, kLimit), "Hello") << "7.2.3.3, no compression";
  EXPECT_EQ(decompress("\xf3\x48\xcd\xc9\xc9\x07\x00\x00"s, kLimit), "Hello") << "7.2.3.4, BFINAL set";
  EXPECT_EQ(decompress("\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00"s, kLimit), "Hello")
      << "7.2.3.5, two blocks";
}

TEST(Deflate, section_7_1_1_1_a_message_may_not_refer_to_the_one_before) {
  ASSERT_TRUE(decompress("\xf2\x48\xcd\xc9\xc9\x07\x00"s, kLimit));
  EXPECT_EQ(decompress("\xf2\x00\x11\x00\x00"s, kLimit), std::unexpected(CloseCode::invalid_payload)) << "7.2.3.2";
}

TEST(Deflate, what_is_no_complete_deflate_data_is_invalid) {
  for (const std::string& payload : {
           ""s, "\xff\xff\xff\xff"s, "Hello"s,
           "\xf2\x48\xcd\xc9\xc9\x07"s,       // the header of the flush is missing
           "\xf2\x48\xcd"s,                   // ends inside a block
           "\x00\x05\x00\xfa\xffHel"s,        // ends inside a stored block, which swallows the tail
           "\x00\x05\x00\xfb\xffHello\x00"s,  // length and its complement disagree
           "\xf3\x48\xcd\xc9\xc9\x07\x00"s,   // BFINAL set and no block after it
       }) {
    EXPECT_EQ(decompress(payload, kLimit), std::unexpected(CloseCode::invalid_payload)) << payload.size();
  }
}

TEST(Deflate, the_limit_counts_the_message_to_the_byte) {
  for (const std::size_t size : {0U, 1U, 255U, 256U, 257U, 70'000U}) {
    for (const std::string& message : {std::string(size, 'a'), incompressible(size)}) {
      const std::string payload = compress(message);
      EXPECT_EQ(decompress(payload, size), message) << size;
      if (size > 0) {
        EXPECT_EQ(decompress(payload, size - 1), std::unexpected(CloseCode::message_too_big)) << size;
      }
    }
  }
}

TEST(Deflate, a_bomb_is_refused_at_the_limit) {
  std::string zeros;
  zeros.resize(50'000'000);
  const std::string payload = compress(zeros);
  ASSERT_LT(payload.size(), 60'000U);
  EXPECT_EQ(decompress(payload, 100'000), std::unexpected(CloseCode::message_too_big));
}

TEST(Deflate, an_error_leaves_nothing_behind_for_the_next_message) {
  EXPECT_FALSE(decompress("\xf2\x48\xcd"s, kLimit));
  EXPECT_FALSE(decompress(compress(std::string(1000, 'a')), 10));
  EXPECT_EQ(decompress(compress("Hello"), kLimit), "Hello");
}

TEST(Deflate, every_message_survives_the_round_trip) {
  EXPECT_TRUE(rc::check([](const std::string& once) {
    std::string message;
    const auto times = *rc::gen::inRange(0, 200);
    for (int i = 0; i < times; ++i) {
      message += once;
    }
    const auto read = decompress(compress(message), message.size());
    RC_ASSERT(read.has_value());
    RC_ASSERT(*read == message);
  }));
}

TEST(Deflate, any_bytes_give_a_message_within_the_limit_or_an_error) {
  EXPECT_TRUE(rc::check([](const std::string& payload) {
    const auto message = decompress(payload, 100);
    if (message) {
      RC_ASSERT(message->size() <= 100U);
    } else {
      RC_ASSERT((message.error() == CloseCode::invalid_payload || message.error() == CloseCode::message_too_big));
    }
  }));
}

// Decompresses byte by byte, so that a reference reaches no farther back than the window.
std::string decompress_in_window(std::string payload, int window_bits) {
  payload += "\x00\x00\xff\xff"s;
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, -window_bits), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(payload.data());
  stream.avail_in = static_cast<uInt>(payload.size());
  std::string message;
  for (;;) {
    char byte = '\0';
    stream.next_out = reinterpret_cast<Bytef*>(&byte);
    stream.avail_out = 1;
    if (inflate(&stream, Z_SYNC_FLUSH) != Z_OK || stream.avail_out > 0) {
      break;
    }
    message += byte;
  }
  inflateEnd(&stream);
  return message;
}

TEST(Deflate, a_client_with_a_small_window_can_read_what_its_agreement_allows) {
  const DeflateWindow window{9};
  // The second half repeats the first, so one reference goes back half of the message.
  const std::string half = incompressible(256);
  const std::string fits = half + half;
  ASSERT_TRUE(window.allows(fits.size()));
  EXPECT_EQ(decompress_in_window(compress(fits), 9), fits);
  const std::string too_far = incompressible(1024) + half;
  ASSERT_FALSE(window.allows(too_far.size()));
  EXPECT_EQ(decompress_in_window(compress(incompressible(1024) + incompressible(1024)), 15).size(), 2048U);
  EXPECT_NE(decompress_in_window(compress(incompressible(1024) + incompressible(1024)), 9).size(), 2048U);
}

}  // namespace
}  // namespace parley::ws
