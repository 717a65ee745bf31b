#include <parley/api/client_config.hpp>

#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace parley {
namespace {

TEST(ClientLimits, follow_the_configuration) {
  Limits limits;
  limits.page_items = 7;
  limits.group_members = 9;
  const ClientLimits sent = client_limits(limits);
  EXPECT_EQ(sent.page_items, 7);
  EXPECT_EQ(sent.group_members, 9);
  EXPECT_EQ(sent.summary_members, 8);
  EXPECT_EQ(sent.watched_users, 500);
}

TEST(ClientLimits, are_all_set) {
  const auto sent = nlohmann::json::parse(to_json(client_limits({})));
  EXPECT_EQ(sent.size(), std::tuple_size_v<decltype(Fields<ClientLimits>::list)>);
  for (const auto& [name, value] : sent.items()) EXPECT_GT(value.get<std::int64_t>(), 0) << name;
}

TEST(ClientFeatures, name_what_a_client_has_to_know_of_before_it_shows_it) {
  EXPECT_EQ(std::ranges::count(client_features(), "invitations"), 1);
}

}  // namespace
}  // namespace parley
