#include <parley/net/address_counts.hpp>

#include <vector>

#include <gtest/gtest.h>

namespace parley {
namespace {

class AddressCountsTest : public ::testing::Test {
 protected:
  std::optional<AddressPlace> take(std::string_view address) { return counts_->take(AddressKey::of(address)); }

  std::shared_ptr<AddressCounts> counts_ = std::make_shared<AddressCounts>(2);
};

TEST_F(AddressCountsTest, an_address_has_so_many_places_and_no_more) {
  auto first = take("203.0.113.7");
  const auto second = take("::ffff:203.0.113.7");
  EXPECT_TRUE(first);
  EXPECT_TRUE(second);
  EXPECT_FALSE(take("203.0.113.7"));
  EXPECT_TRUE(take("203.0.113.8"));
  first.reset();
  EXPECT_TRUE(take("203.0.113.7"));
}

TEST_F(AddressCountsTest, a_place_that_moves_on_is_counted_once) {
  std::optional<AddressPlace> first = take("203.0.113.7");
  AddressPlace moved = std::move(*first);
  first.reset();
  const auto second = take("203.0.113.7");
  EXPECT_TRUE(second);
  EXPECT_FALSE(take("203.0.113.7"));
  moved = AddressPlace();
  EXPECT_TRUE(moved.is_empty());
  EXPECT_TRUE(take("203.0.113.7"));
}

TEST_F(AddressCountsTest, the_machine_itself_is_not_counted) {
  for (int i = 0; i < 5; ++i) {
    const auto place = take("127.0.0.1");
    ASSERT_TRUE(place);
    EXPECT_TRUE(place->is_empty());
  }
}

TEST_F(AddressCountsTest, a_64_counts_as_one_address_and_a_48_has_eight_times_as_many_places) {
  const auto first = take("2001:db8:1:1::1");
  const auto second = take("2001:db8:1:1::2");
  EXPECT_FALSE(take("2001:db8:1:1::3"));
  std::vector<AddressPlace> places;
  for (int i = 2; i < 100; ++i) {
    if (auto place = take("2001:db8:1:" + std::to_string(i) + "::1")) places.push_back(std::move(*place));
  }
  EXPECT_EQ(places.size(), 14u);
  EXPECT_TRUE(take("2001:db8:2:1::1"));
  places.pop_back();
  EXPECT_TRUE(take("2001:db8:1:ffff::1"));
}

}  // namespace
}  // namespace parley
