#include <parley/hub/outbound_queue.hpp>

#include <array>
#include <deque>
#include <numeric>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace parley {
namespace {

SharedBytes bytes(std::string text) { return std::make_shared<const std::string>(std::move(text)); }

std::string gathered(const OutboundQueue& queue, std::size_t pieces = 8) {
  std::vector<std::string_view> views(pieces);
  std::string all;
  for (std::size_t i = 0, count = queue.gather(views); i < count; ++i) all += views[i];
  return all;
}

TEST(OutboundQueue, gives_what_was_queued_in_order) {
  OutboundQueue queue(100);
  ASSERT_TRUE(queue.push(bytes("one ")));
  ASSERT_TRUE(queue.push(bytes("two")));
  EXPECT_EQ(gathered(queue), "one two");
  EXPECT_EQ(queue.bytes(), 7U);
}

TEST(OutboundQueue, a_partial_write_leaves_the_rest) {
  OutboundQueue queue(100);
  ASSERT_TRUE(queue.push(bytes("one ")));
  ASSERT_TRUE(queue.push(bytes("two")));
  EXPECT_EQ(queue.consume(5), 1U);
  EXPECT_EQ(gathered(queue), "wo");
  EXPECT_EQ(queue.consume(2), 1U);
  EXPECT_TRUE(queue.is_empty());
}

TEST(OutboundQueue, refuses_what_goes_over_its_bound_and_keeps_what_it_has) {
  OutboundQueue queue(10);
  ASSERT_TRUE(queue.push(bytes("12345678")));
  EXPECT_FALSE(queue.push(bytes("abc")));
  EXPECT_EQ(gathered(queue), "12345678");
}

TEST(OutboundQueue, one_piece_larger_than_the_bound_fits_into_an_empty_queue) {
  OutboundQueue queue(4);
  EXPECT_TRUE(queue.push(bytes("123456")));
}

TEST(OutboundQueue, the_last_word_is_queued_whatever_the_bound) {
  OutboundQueue queue(4);
  ASSERT_TRUE(queue.push(bytes("1234")));
  queue.push_last(bytes("bye"));
  EXPECT_EQ(gathered(queue), "1234bye");
}

TEST(OutboundQueue, clearing_keeps_the_piece_that_has_begun_to_be_written) {
  OutboundQueue queue(100);
  ASSERT_TRUE(queue.push(bytes("begun")));
  ASSERT_TRUE(queue.push(bytes("waiting")));
  queue.consume(2);
  queue.clear_unwritten();
  EXPECT_EQ(gathered(queue), "gun");
  EXPECT_EQ(queue.bytes(), 3U);
}

TEST(OutboundQueue, shares_bytes_and_lets_go_of_them_once_written) {
  OutboundQueue queue(100);
  const SharedBytes shared = bytes("shared");
  ASSERT_TRUE(queue.push(shared));
  EXPECT_EQ(shared.use_count(), 2);
  queue.consume(6);
  EXPECT_EQ(shared.use_count(), 1);
}

TEST(OutboundQueue, any_sequence_of_pushes_and_partial_writes_gives_the_bytes_accepted_in_order) {
  EXPECT_TRUE(rc::check([](const std::vector<std::pair<std::uint8_t, std::uint8_t>>& steps) {
    OutboundQueue queue(300);
    std::string accepted;
    std::string written;
    char letter = 'a';
    for (const auto& [push_size, write_size] : steps) {
      const std::string piece(push_size % 80U + 1, letter);
      letter = letter == 'z' ? 'a' : static_cast<char>(letter + 1);
      if (queue.push(bytes(piece))) accepted += piece;
      std::array<std::string_view, 4> views;
      std::string offered;
      for (std::size_t i = 0, count = queue.gather(views); i < count; ++i) offered += views[i];
      const std::size_t taken = std::min<std::size_t>(write_size, offered.size());
      written += offered.substr(0, taken);
      queue.consume(taken);
      RC_ASSERT(queue.bytes() == accepted.size() - written.size());
      RC_ASSERT(queue.is_empty() == (queue.bytes() == 0));
    }
    RC_ASSERT(accepted.starts_with(written));
  }));
}

}  // namespace
}  // namespace parley
