#include <gtest/gtest.h>

#include "bus/listener_set.hpp"

namespace parley {
namespace {

TEST(ListenerSet, has_exactly_the_listeners_that_were_added) {
  ListenerSet set;
  for (const std::size_t listener : {0u, 63u, 64u, 200u}) set.add(listener);
  for (std::size_t listener = 0; listener < 300; ++listener) {
    EXPECT_EQ(set.has(listener), listener == 0 || listener == 63 || listener == 64 || listener == 200) << listener;
  }
}

TEST(ListenerSet, is_empty_once_all_have_been_removed) {
  ListenerSet set;
  EXPECT_TRUE(set.is_empty());
  for (const std::size_t listener : {3u, 130u}) set.add(listener);
  set.remove(3);
  EXPECT_FALSE(set.is_empty());
  set.remove(130);
  EXPECT_TRUE(set.is_empty());
}

TEST(ListenerSet, removing_a_listener_that_is_not_there_changes_nothing) {
  ListenerSet set(5);
  set.remove(6);
  set.remove(1000);
  EXPECT_TRUE(set.has(5));
}

}  // namespace
}  // namespace parley
