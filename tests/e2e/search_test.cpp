// Search by REST and over a WebSocket, from the moment at which a message is acknowledged. In a cluster each request
// goes to another node.
#include <set>

#include <fmt/format.h>

#include "e2e/support/either_way_test.hpp"

namespace parley::e2e {
namespace {

// An idle machine needs a fifth of a second. Tests share their machine and need more.
constexpr seconds kFresh{3};

std::vector<std::string> bodies(const Json& page) {
  std::vector<std::string> all;
  for (const Json& hit : page.at("hits")) all.push_back(hit.at("message").at("body"));
  return all;
}

// Returns the snippet with bars around its marked words.
std::string shown(const Json& hit) {
  std::string text;
  for (const Json& part : hit.at("snippet")) {
    const std::string piece = part.at("text");
    text += part.at("match") ? "|" + piece + "|" : piece;
  }
  return text;
}

class SearchTest : public EitherWayTest {
 protected:
  void SetUp() override {
    ann_ = std::make_unique<Person>(server(), "ann");
    bob_ = std::make_unique<Person>(server(), "bob");
    group_ = ann_->create_group({bob_.get()});
    caller_ = std::make_unique<Caller>(caller(*ann_));
  }
  void TearDown() override {
    caller_.reset();
    EitherWayTest::TearDown();
  }

  static Json search_for(const std::string& q, Json more = Json::object()) {
    more["q"] = q;
    return more;
  }
  Json search(const std::string& q, const Json& more = Json::object()) {
    return caller_->must("search", search_for(q, more));
  }
  // Searches until it finds that many hits. Returns the page, and sets `took` to the time that this took.
  Json await(const std::string& q, std::size_t hits, milliseconds* took = nullptr) {
    Json page;
    const milliseconds waited = wait_until(fmt::format("{} hits of {}", hits, q), [&] {
      page = search(q);
      return page.at("hits").size() == hits;
    });
    if (took) *took = waited;
    return page;
  }

  std::unique_ptr<Person> ann_;
  std::unique_ptr<Person> bob_;
  std::string group_;
  std::unique_ptr<Caller> caller_;  // calls as ann
};

INSTANTIATE_TEST_SUITE_P(Each, SearchTest, both_ways(), name_of_way);

TEST_P(SearchTest, a_message_is_found_soon_with_its_words_marked) {
  const Json said = ann_->say(group_, "Where is the Café de Flore?");
  milliseconds took{};
  const Json page = await("cafe flor", 1, &took);
  EXPECT_LE(took, kFresh);
  EXPECT_EQ(page.at("hits").at(0).at("message"), said);
  EXPECT_EQ(shown(page.at("hits").at(0)), "Where is the |Café| de |Flore|?");
  EXPECT_FALSE(page.contains("next"));
  EXPECT_GE(metric("parley_search_indexed_messages_total"), 1);
}

TEST_P(SearchTest, edits_and_deletions_are_followed) {
  ann_->say(group_, "the first version");
  ann_->say(group_, "the second one");
  await("the", 2);
  caller_->must("message.edit", {{"conversation", group_}, {"seq", 1}, {"body", "the edited text"}});
  caller_->must("message.delete", {{"conversation", group_}, {"seq", 2}});
  // An edited or deleted text is no longer found, at once.
  EXPECT_TRUE(search("version").at("hits").empty());
  EXPECT_TRUE(search("second").at("hits").empty());
  EXPECT_EQ(bodies(await("edited", 1)), std::vector<std::string>{"the edited text"});
}

TEST_P(SearchTest, only_who_may_read_finds) {
  bob_->say(group_, "among ourselves");
  await("ourselves", 1);
  Person eve = person("eve");
  Caller stranger = caller(eve);
  EXPECT_TRUE(stranger.must("search", search_for("ourselves")).at("hits").empty());
  EXPECT_EQ(stranger.refused("search", search_for("ourselves", {{"conversation", group_}})).at("code"), "not_found");
  // A member who joins later finds the messages from then on.
  caller_->must("member.add", {{"conversation", group_}, {"user", eve.id()}});
  EXPECT_TRUE(stranger.must("search", search_for("ourselves")).at("hits").empty());
  bob_->say(group_, "ourselves and eve");
  await("ourselves", 2);
  EXPECT_EQ(bodies(stranger.must("search", search_for("ourselves"))), std::vector<std::string>{"ourselves and eve"});
  caller_->must("member.remove", {{"conversation", group_}, {"user", eve.id()}});
  EXPECT_TRUE(stranger.must("search", search_for("ourselves")).at("hits").empty());
  EXPECT_EQ(stranger.refused("search", search_for("x", {{"conversation", group_}})).at("code"), "forbidden");
}

TEST_P(SearchTest, filters_narrow_and_may_stand_alone) {
  const std::string other = ann_->create_group({bob_.get()});
  const std::string middle = ann_->say(group_, "tea one").at("created_at");
  const std::string elsewhere = bob_->create_group({});
  wait_until("a later millisecond", [&] { return bob_->say(elsewhere, "words").at("created_at") != middle; });
  bob_->say(group_, "tea two");
  bob_->say(other, "tea three");
  await("tea", 3);
  using Texts = std::vector<std::string>;
  EXPECT_EQ(bodies(search("tea", {{"conversation", group_}})), (Texts{"tea two", "tea one"}));
  EXPECT_EQ(bodies(search("tea", {{"sender", ann_->id()}})), Texts{"tea one"});
  EXPECT_EQ(bodies(search("", {{"conversation", other}})), Texts{"tea three"});
  EXPECT_EQ(bodies(search("tea", {{"before", middle}})), Texts{});
  EXPECT_EQ(search("tea", {{"after", middle}}).at("hits").size(), 3u);
  EXPECT_EQ(bodies(caller_->must("search", {{"sender", ann_->id()}})), Texts{"tea one"});
}

TEST_P(SearchTest, a_mentioned_user_finds_the_mention) {
  ann_->say(group_, "tea, @bob?");
  ann_->say(group_, "tea for @all");
  ann_->say(group_, "tea for nobody");
  await("tea", 3);
  Caller bob = caller(*bob_);
  using Texts = std::vector<std::string>;
  EXPECT_EQ(bodies(bob.must("search", {{"mentions_me", true}})), (Texts{"tea for @all", "tea, @bob?"}));
  EXPECT_EQ(bodies(search("tea", {{"mentions_me", true}})), Texts{"tea for @all"});
}

TEST_P(SearchTest, pages_follow_each_other_while_messages_keep_coming) {
  for (int i = 0; i < 10; ++i) ann_->say(group_, "needle " + std::to_string(i));
  await("needle", 10);
  std::vector<std::string> seen;
  Json more = {{"limit", 4}};
  for (int page_number = 0;; ++page_number) {
    ASSERT_LT(page_number, 10);
    const Json page = search("needle", more);
    EXPECT_LE(page.at("hits").size(), 4u);
    for (const std::string& body : bodies(page)) seen.push_back(body);
    if (!page.contains("next")) break;
    more["cursor"] = page.at("next");
    ann_->say(group_, "needle and more");
    await("\"needle and more\"", static_cast<std::size_t>(page_number) + 1);
  }
  std::vector<std::string> expected;
  for (int i = 9; i >= 0; --i) expected.push_back("needle " + std::to_string(i));
  EXPECT_EQ(seen, expected);
}

TEST_P(SearchTest, a_bad_search_is_refused_with_the_field_at_fault) {
  const auto refusal = [&](const Json& parameters) { return fault(caller_->refused("search", parameters)); };
  EXPECT_EQ(refusal(Json::object()), "q required");
  EXPECT_EQ(refusal({{"q", "  "}}), "q required");
  EXPECT_EQ(refusal({{"q", std::string(201, 'x')}}), "q too_long");
  EXPECT_EQ(refusal({{"q", "x"}, {"limit", 0}}), "limit too_small");
  EXPECT_EQ(refusal({{"q", "x"}, {"limit", 51}}), "limit too_large");
  EXPECT_EQ(refusal({{"q", "x"}, {"cursor", "nonsense"}}), "cursor invalid");
  EXPECT_EQ(refusal({{"q", "x"}, {"after", "yesterday"}}), "after invalid");
  EXPECT_EQ(refusal({{"q", "x"}, {"sender", "ann"}}), "sender invalid");
}

TEST_P(SearchTest, what_looks_like_a_language_is_just_text) {
  ann_->say(group_, "plain words, 100% of them");
  await("plain", 1);
  for (const char* q : {"?!", "%", "plain' OR '1'='1", "plain\" OR \"x", "plain & !x", "NOT plain x", "_lain", "***"}) {
    EXPECT_TRUE(search(q).at("hits").empty()) << q;
  }
  EXPECT_EQ(search("plain* -- 100%").at("hits").size(), 1u);
}

TEST_P(SearchTest, scripts_without_spaces_and_emoji_are_found) {
  ann_->say(group_, "你好世界");
  ann_->say(group_, "ภาษาไทย");
  ann_->say(group_, "well done 👍🏽");
  await("👍", 1);
  EXPECT_EQ(shown(search("世界").at("hits").at(0)), "你好|世界|");
  EXPECT_EQ(shown(search("ไทย").at("hits").at(0)), "ภาษา|ไทย|");
  EXPECT_EQ(shown(search("👍").at("hits").at(0)), "well done |👍🏽|");
}

// A message that was stored just before the crash, and not indexed, is found after the restart.
class SearchCrashTest : public ServerTest {
 protected:
  static std::size_t hits(Person& person, const std::string& q) {
    return expect_status(200, person.http().get("/api/search?q=" + q)).body.at("hits").size();
  }
  static void await(Person& person, const std::string& q, std::size_t count) {
    wait_until("hits of " + q, [&] { return hits(person, q) == count; });
  }
};

TEST_F(SearchCrashTest, what_was_acknowledged_before_a_kill_is_found_after_the_restart) {
  Person ann = person("ann");
  const std::string group = ann.create_group({});
  ann.say(group, "indexed in time");
  await(ann, "indexed", 1);
  for (int i = 0; i < 50; ++i) ann.say(group, "needle " + std::to_string(i));
  server().kill();
  server().start();
  ann.move_to(server());
  await(ann, "needle&limit=50", 50);
  EXPECT_EQ(hits(ann, "indexed"), 1u);
}

}  // namespace
}  // namespace parley::e2e
