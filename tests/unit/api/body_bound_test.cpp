#include <parley/api/body_bound.hpp>

#include <gtest/gtest.h>

#include <parley/app/operations.hpp>

namespace parley {
namespace {

class BodyBoundTest : public testing::Test {
 protected:
  BodyBoundTest() { add_all_operations(table_); }

  std::size_t bound_of(std::string_view operation) const { return body_bound(*table_.find(operation), limits_); }

  Limits limits_;
  OperationTable table_{limits_};
};

TEST_F(BodyBoundTest, everything_that_is_open_to_everyone_takes_four_kilobytes) {
  for (const auto& operation : table_.all()) {
    if (operation->authority.is_open) EXPECT_EQ(bound_of(operation->name), 4096u) << operation->name;
  }
}

TEST_F(BodyBoundTest, only_the_members_of_a_group_and_the_positions_of_a_sync_may_be_large) {
  for (const auto& operation : table_.all()) {
    const bool is_large = operation->name == "conversation.create" || operation->name == "sync";
    if (operation->path.empty() || !takes_body(*operation) || is_large) continue;
    EXPECT_GE(bound_of(operation->name), kOpenBodyMost) << operation->name;
    EXPECT_LE(bound_of(operation->name), 64u * 1024) << operation->name;
  }
}

TEST_F(BodyBoundTest, the_longest_message_fits_even_if_every_character_is_escaped) {
  constexpr std::string_view kEscaped = R"(\ud83d\ude00)";
  EXPECT_GE(bound_of("message.send"), limits_.message_chars * kEscaped.size() + 512);
  EXPECT_GE(bound_of("message.edit"), limits_.message_chars * kEscaped.size() + 512);
}

TEST_F(BodyBoundTest, a_group_of_everybody_who_fits_may_be_created) {
  constexpr std::string_view kMember = "\"0190a1b2-c3d4-7abc-8def-0123456789ab\", ";
  EXPECT_GE(bound_of("conversation.create"), limits_.group_members * kMember.size() + 512);
}

TEST_F(BodyBoundTest, the_limit_of_all_bodies_is_never_exceeded) {
  limits_.body_bytes = 16 * 1024;
  EXPECT_EQ(bound_of("message.send"), 16u * 1024);
  EXPECT_EQ(bound_of("account.login"), 4096u);
}

}  // namespace
}  // namespace parley
