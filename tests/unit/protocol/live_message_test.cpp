#include <parley/protocol/live_message.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace parley {
namespace {

TEST(LiveMessage, a_request_has_an_id_an_operation_and_parameters) {
  const auto request = read_live_request(R"({"id":7,"op":"x.y","params":{"a":1}})", 16);
  ASSERT_TRUE(request);
  EXPECT_EQ(request->id, 7);
  EXPECT_EQ(request->operation, "x.y");
  EXPECT_EQ(request->parameters().member("a").as_integer(), 1);
}

TEST(LiveMessage, absent_parameters_mean_none) {
  const auto request = read_live_request(R"({"id":7,"op":"x"})", 16);
  ASSERT_TRUE(request);
  EXPECT_TRUE(request->parameters().is_object());
}

TEST(LiveMessage, what_cannot_be_read_is_answered_with_as_much_as_could_be) {
  EXPECT_FALSE(read_live_request("nonsense", 16).error().id);
  EXPECT_FALSE(read_live_request("[]", 16).error().id);
  EXPECT_FALSE(read_live_request(R"({"id":"7","op":"x"})", 16).error().id);
  EXPECT_EQ(read_live_request(R"({"id":7})", 16).error().id, 7);
  EXPECT_EQ(read_live_request(R"({"id":7,"op":5})", 16).error().error.code, ErrorCode::malformed);
}

TEST(LiveMessage, the_id_of_a_refused_request_is_found_without_reading_the_rest) {
  EXPECT_EQ(find_request_id(R"({"id":7,"op":"x","params":{"a":[1,2)"), 7) << "what follows is not read";
  EXPECT_EQ(find_request_id(R"({"op":"x","params":{"id":8,"more":[{"id":9}]},"id":-7})"), -7);
  EXPECT_EQ(find_request_id(R"({"params":{"id":8}})"), std::nullopt);
  EXPECT_EQ(find_request_id(R"([{"id":8}])"), std::nullopt);
  EXPECT_EQ(find_request_id(R"({"id":"7","id":8})"), std::nullopt);
  EXPECT_EQ(find_request_id(R"({"id":[7]})"), std::nullopt);
  EXPECT_EQ(find_request_id("nonsense"), std::nullopt);
  EXPECT_EQ(find_request_id(""), std::nullopt);
  EXPECT_EQ(find_request_id(R"({"id":18446744073709551615})"), std::nullopt);
}

TEST(LiveMessage, the_id_of_a_refused_request_is_looked_for_near_the_beginning_only) {
  const std::string text(kIdWithin, 'a');
  EXPECT_EQ(find_request_id(R"({"id":7,"params":{"a":")" + text + R"("}})"), 7);
  EXPECT_EQ(find_request_id(R"({"params":{"a":")" + text + R"("},"id":7})"), std::nullopt);
  // The cut would leave the first digits of the number.
  const std::string before = R"({"a":")" + std::string(kIdWithin - 16, 'a') + R"(","id":)";
  ASSERT_LT(before.size(), kIdWithin);
  EXPECT_EQ(find_request_id(before + "1234567890123456789}"), std::nullopt);
  EXPECT_EQ(find_request_id(before + "7,"), 7);
}

TEST(LiveMessage, a_reply_carries_the_id_and_the_result_or_the_error) {
  EXPECT_EQ(encode_reply(7, R"({"a":1})"), R"({"id":7,"result":{"a":1}})");
  const auto error = nlohmann::json::parse(
      encode_error_reply(7, {ErrorCode::rate_limited, "Wait.", {}, std::chrono::milliseconds(800)}, "r-1"));
  EXPECT_EQ(error.at("id"), 7);
  EXPECT_EQ(error.at("error").at("code"), "rate_limited");
  EXPECT_EQ(error.at("error").at("retry_after_ms"), 800);
  EXPECT_EQ(error.at("error").at("request_id"), "r-1");
  EXPECT_FALSE(nlohmann::json::parse(encode_error_reply({}, {}, "r")).contains("id"));
}

}  // namespace
}  // namespace parley
