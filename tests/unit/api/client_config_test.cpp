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
  const ClientLimits told = client_limits(limits);
  EXPECT_EQ(told.page_items, 7);
  EXPECT_EQ(told.group_members, 9);
  EXPECT_EQ(told.summary_members, 8);
  EXPECT_EQ(told.watched_users, 500);
}

TEST(ClientLimits, are_all_set) {
  const auto told = nlohmann::json::parse(to_json(client_limits({})));
  EXPECT_EQ(told.size(), std::tuple_size_v<decltype(Fields<ClientLimits>::list)>);
  for (const auto& [name, value] : told.items()) EXPECT_GT(value.get<std::int64_t>(), 0) << name;
}

}  // namespace
}  // namespace parley
