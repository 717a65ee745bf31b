#include <gtest/gtest.h>

#include "bus/redis/command.hpp"

namespace parley::redis {
namespace {

TEST(RedisCommand, words_are_counted_and_measured) {
  EXPECT_EQ(encode_command({"PUBLISH", "c", ""}), "*3\r\n$7\r\nPUBLISH\r\n$1\r\nc\r\n$0\r\n\r\n");
}

TEST(RedisCommand, a_word_may_hold_any_byte) {
  EXPECT_EQ(encode_command({std::string_view("\0\r\n", 3)}), std::string("*1\r\n$3\r\n\0\r\n\r\n", 13));
}

}  // namespace
}  // namespace parley::redis
