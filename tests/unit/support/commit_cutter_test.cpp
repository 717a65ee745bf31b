#include <gtest/gtest.h>

#include "support/commit_cutter.hpp"

namespace parley::testing {
namespace {

using namespace std::string_literals;

std::string number(std::size_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift);
  return bytes;
}
std::string message(char type, const std::string& payload) { return type + number(payload.size() + 4) + payload; }
std::string query(const std::string& sql) { return message('Q', sql + '\0'); }
std::string parse(const std::string& sql) { return message('P', '\0' + sql + '\0' + "\0\0"s); }
std::string completed(const std::string& tag) { return message('C', tag + '\0') + message('Z', "I"); }

class CommitCutterTest : public ::testing::Test {
 protected:
  void start() {
    cutter.client_said(number(8) + number(80877103));
    cutter.server_said("N");
    cutter.client_said(number(13) + number(196608) + "user\0"s);
    cutter.server_said(message('R', number(0)) + message('Z', "I"));
  }

  std::shared_ptr<Chance> chance = std::make_shared<Chance>(1, 1.0);
  CommitCutter cutter{chance};
};

TEST_F(CommitCutterTest, the_answer_to_commit_is_replaced_by_a_reset) {
  start();
  EXPECT_EQ(cutter.client_said(query("BEGIN")).to_server, query("BEGIN"));
  EXPECT_EQ(cutter.server_said(completed("BEGIN")).to_client, completed("BEGIN"));
  EXPECT_EQ(cutter.client_said(query("COMMIT")).to_server, query("COMMIT"));
  const Traffic answer = cutter.server_said(completed("COMMIT"));
  EXPECT_EQ(answer.to_client, "");
  EXPECT_TRUE(answer.resets);
  EXPECT_EQ(chance->struck(), 1);
}

TEST_F(CommitCutterTest, it_is_recognised_however_the_bytes_are_cut) {
  for (std::size_t at = 1; at < query("COMMIT").size(); ++at) {
    cutter = CommitCutter(chance);
    start();
    cutter.client_said(query("SELECT 1") + query("COMMIT").substr(0, at));
    cutter.client_said(query("COMMIT").substr(at));
    EXPECT_EQ(cutter.server_said(completed("COMMIT").substr(0, at)).to_client, "");
    EXPECT_TRUE(cutter.server_said(completed("COMMIT").substr(at)).resets);
  }
}

TEST_F(CommitCutterTest, a_commit_in_a_pipeline_is_recognised_by_its_text_alone) {
  start();
  cutter.client_said(parse("BEGIN ISOLATION LEVEL READ COMMITTED"));
  EXPECT_EQ(cutter.server_said(completed("BEGIN")).to_client, completed("BEGIN"));
  cutter.client_said(parse("INSERT") + parse("COMMIT"));
  EXPECT_TRUE(cutter.server_said(completed("INSERT 0 1").substr(0, 10) + completed("COMMIT")).resets);
}

TEST_F(CommitCutterTest, a_pipeline_that_failed_before_its_commit_is_answered) {
  start();
  cutter.client_said(parse("INSERT") + parse("COMMIT"));
  const auto failed = message('E', "no") + message('Z', "E");
  EXPECT_EQ(cutter.server_said(failed).to_client, failed);
}

TEST_F(CommitCutterTest, a_commit_that_failed_is_answered) {
  start();
  cutter.client_said(query("COMMIT"));
  EXPECT_EQ(cutter.server_said(message('E', "no")).to_client, "");
  EXPECT_EQ(cutter.server_said(completed("ROLLBACK")).to_client, message('E', "no") + completed("ROLLBACK"));
  EXPECT_FALSE(cutter.server_said(completed("COMMIT")).resets);
}

TEST_F(CommitCutterTest, nothing_is_cut_where_chance_has_it_so) {
  chance->set(0);
  start();
  cutter.client_said(query("COMMIT"));
  const Traffic answer = cutter.server_said(completed("COMMIT"));
  EXPECT_EQ(answer.to_client, completed("COMMIT"));
  EXPECT_FALSE(answer.resets);
}

}  // namespace
}  // namespace parley::testing
