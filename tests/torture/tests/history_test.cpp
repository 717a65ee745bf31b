#include <gtest/gtest.h>

#include "torture/history.hpp"

namespace parley::torture {
namespace {

Json message(std::int64_t seq, const std::string& sender, int number, const std::string& body = "words") {
  return {{"seq", seq}, {"sender", sender}, {"client_id", std::to_string(number)}, {"body", body}};
}

// Two writers have sent four messages. The tests change the promises or the logs.
class HistoryTest : public ::testing::Test {
 protected:
  Verdict verdict() const { return judge(promises, logs); }
  std::vector<Json>& log() { return logs.at("c").messages; }

  std::vector<std::vector<Promise>> promises = {{{"c", "ann", 1, 1, "words"}, {"c", "ann", 3, 2, "words"}},
                                                {{"c", "bob", 2, 1, "words"}, {"c", "bob", 4, 2, "words"}}};
  Logs logs = {{"c", {9, {message(1, "ann", 1), message(2, "bob", 1), message(3, "ann", 2), message(4, "bob", 2)}}}};
};

TEST_F(HistoryTest, what_was_kept_is_clean) {
  EXPECT_TRUE(verdict().is_clean());
  EXPECT_EQ(verdict().acknowledged, 4);
}

TEST_F(HistoryTest, a_lost_message_is_found) {
  log().pop_back();
  EXPECT_EQ(verdict().lost, 1);
  EXPECT_EQ(verdict().doubled, 0);
  EXPECT_FALSE(verdict().is_clean());
}

TEST_F(HistoryTest, a_conversation_that_is_gone_is_found) {
  logs.clear();
  EXPECT_EQ(verdict().lost, 4);
}

TEST_F(HistoryTest, a_gap_is_found) {
  log().push_back(message(6, "bob", 3));
  promises[1].push_back({"c", "bob", 6, 3, "words"});
  EXPECT_GT(verdict().lost, 0);
}

TEST_F(HistoryTest, a_message_with_another_sender_or_text_is_lost) {
  log()[2] = message(3, "bob", 2);
  EXPECT_EQ(verdict().lost, 1);
  log()[2] = message(3, "ann", 2, "other words");
  EXPECT_EQ(verdict().lost, 1);
}

TEST_F(HistoryTest, a_doubled_message_is_found) {
  log().push_back(message(5, "bob", 2));
  EXPECT_EQ(verdict().doubled, 1);
  EXPECT_EQ(verdict().lost, 0);
}

TEST_F(HistoryTest, a_message_that_was_never_acknowledged_is_found) {
  log().push_back(message(5, "bob", 3));
  EXPECT_EQ(verdict().doubled, 1);
}

TEST_F(HistoryTest, a_log_in_another_order_is_found) {
  std::swap(promises[0][0].number, promises[0][1].number);
  std::swap(log()[0]["client_id"], log()[2]["client_id"]);
  EXPECT_EQ(verdict().disordered, 1);
  EXPECT_EQ(verdict().lost, 0);
}

TEST_F(HistoryTest, acknowledgements_in_another_order_are_found) {
  std::swap(promises[1][0], promises[1][1]);
  EXPECT_EQ(verdict().disordered, 1);
}

TEST_F(HistoryTest, a_deletion_that_was_acknowledged_is_one) {
  promises[0][0].is_deleted = true;
  EXPECT_EQ(verdict().lost, 1);
  log()[0]["body"] = "";
  log()[0]["deleted_at"] = "2026-01-31T09:05:00.000Z";
  EXPECT_TRUE(verdict().is_clean());
  promises[0][0].is_deleted = false;
  EXPECT_EQ(verdict().lost, 1);
}

class DifferenceTest : public HistoryTest {
 protected:
  // Returns the model of a client that started with the first two messages and received the others as events.
  e2e::ClientModel model() const {
    e2e::ClientModel model;
    const Json conversation = {{"id", "c"}, {"rev", 7}, {"last_seq", 2}, {"title", "A group"}};
    const Json summary = {{"conversation", conversation}, {"members", Json::array()}};
    const auto& messages = logs.at("c").messages;
    model.apply_sync({{"epoch", "e"},
                      {"gone", Json::array()},
                      {"added", Json::array()},
                      {"reset", {{{"summary", summary}, {"messages", {messages[0], messages[1]}}}}},
                      {"changes", Json::array()}});
    for (std::size_t i = 2; i < 4; ++i) {
      Json event = {{"event", "message.created"}, {"conversation", "c"}, {"rev", 6 + i}, {"data", messages[i]}};
      event["data"]["rev"] = event["rev"];
      model.apply_event(event);
    }
    return model;
  }
  void SetUp() override {
    for (std::size_t i = 0; i < 4; ++i) log()[i]["rev"] = i < 2 ? 1 + i : 6 + i;
  }
};

TEST_F(DifferenceTest, a_client_that_knows_everything_differs_in_nothing) { EXPECT_EQ(difference(model(), logs), ""); }

TEST_F(DifferenceTest, a_client_that_is_behind_lacks_something_or_has_it_otherwise_differs) {
  const auto known = model();
  logs.at("c").rev = 10;
  EXPECT_NE(difference(known, logs), "");
  logs.at("c").rev = 9;
  log()[3]["body"] = "edited";
  EXPECT_NE(difference(known, logs), "");
  log()[3]["body"] = "words";
  log().push_back(message(5, "ann", 3));
  EXPECT_NE(difference(known, logs), "");
  log().pop_back();
  EXPECT_EQ(difference(known, logs), "");
  logs["another"] = {};
  EXPECT_NE(difference(known, logs), "");
}

}  // namespace
}  // namespace parley::torture
