#include <future>
#include <set>

#include "e2e/support/either_way_test.hpp"

namespace parley::e2e {
namespace {

using ConversationsTest = EitherWayTest;

INSTANTIATE_TEST_SUITE_P(Each, ConversationsTest, both_ways(), name_of_way);

TEST_P(ConversationsTest, two_people_have_one_direct_conversation) {
  const Person ann = person("ann");
  const Person bob = person("bob");
  const Json opened = caller(ann).must("direct.open", {{"user", bob.id()}});
  EXPECT_EQ(opened.at("conversation").at("kind"), "direct");
  EXPECT_EQ(opened.at("conversation").at("title"), "");
  EXPECT_EQ(opened.at("conversation").at("member_count"), 2);
  EXPECT_EQ(caller(ann).must("direct.open", {{"user", bob.id()}}), opened);
  EXPECT_EQ(caller(bob).must("direct.open", {{"user", ann.id()}}).at("conversation"), opened.at("conversation"));
  EXPECT_EQ(fault(caller(ann).refused("direct.open", {{"user", ann.id()}})), "user invalid");
  EXPECT_EQ(caller(ann).refused("direct.open", {{"user", "01890000-0000-7000-8000-000000000000"}}).at("code"),
            "not_found");
}

TEST_P(ConversationsTest, a_direct_conversation_is_neither_changed_nor_left) {
  const Person ann = person("ann");
  const Person bob = person("bob");
  Caller anns = caller(ann);
  const Json id = anns.must("direct.open", {{"user", bob.id()}}).at("conversation").at("id");
  EXPECT_EQ(anns.refused("conversation.leave", {{"conversation", id}}).at("code"), "forbidden");
  EXPECT_EQ(anns.refused("conversation.update", {{"conversation", id}, {"title", "Ours"}}).at("code"), "forbidden");
  EXPECT_EQ(anns.refused("member.remove", {{"conversation", id}, {"user", bob.id()}}).at("code"), "forbidden");
}

TEST_P(ConversationsTest, a_group_has_a_creator_who_is_its_admin_and_each_member_once) {
  const Person ann = person("ann");
  const Person bob = person("bob");
  const Json group = caller(ann).must(
      "conversation.create", {{"title", "Plans"}, {"label", "work"}, {"members", {bob.id(), bob.id(), ann.id()}}});
  EXPECT_EQ(group.at("conversation").at("title"), "Plans");
  EXPECT_EQ(group.at("conversation").at("label"), "work");
  EXPECT_EQ(group.at("conversation").at("created_by"), ann.id());
  EXPECT_EQ(group.at("conversation").at("member_count"), 2);
  EXPECT_EQ(group.at("role"), "admin");
  const Json id = {{"conversation", group.at("conversation").at("id")}};
  EXPECT_EQ(caller(bob).must("conversation.get", id).at("role"), "member");
  const Json members = caller(bob).must("member.list", id).at("members");
  ASSERT_EQ(members.size(), 2);
  EXPECT_EQ(members.at(0).at("username"), "ann");
}

TEST_P(ConversationsTest, a_bad_group_is_refused_with_the_field_at_fault) {
  const Person ann = person("ann");
  Caller anns = caller(ann);
  EXPECT_EQ(fault(anns.refused("conversation.create", {{"title", ""}})), "title too_short");
  EXPECT_EQ(fault(anns.refused("conversation.create", {{"title", std::string(101, 'x')}})), "title too_long");
  EXPECT_EQ(fault(anns.refused("conversation.create", {{"title", "two\nlines"}})), "title invalid");
  for (const char* label : {"two\nlines", "\u202etnegru", "ur\u200bgent", " \u3000"}) {
    EXPECT_EQ(fault(anns.refused("conversation.create", {{"title", "x"}, {"label", label}})), "label invalid") << label;
  }
  EXPECT_EQ(fault(anns.refused("conversation.create",
                               {{"title", "Plans"}, {"members", {"01890000-0000-7000-8000-000000000000"}}})),
            "members[0] invalid");
  EXPECT_EQ(anns.must("conversation.list").at("conversations"), Json::array());
}

TEST_P(ConversationsTest, the_list_shows_the_most_recently_active_first_with_preview_and_unread_count) {
  Person ann = person("ann");
  Person bob = person("bob");
  std::vector<std::string> groups;
  for (int i = 0; i < 5; ++i) groups.push_back(ann.create_group({&bob}, {{"title", "Group " + std::to_string(i)}}));
  ann.say(groups[1], "one");
  ann.say(groups[3], "two");
  ann.say(groups[3], "three");

  Caller bobs = caller(bob);
  const Json first = bobs.must("conversation.list", {{"limit", 2}});
  ASSERT_EQ(first.at("conversations").size(), 2);
  const Json& top = first.at("conversations").at(0);
  EXPECT_EQ(top.at("conversation").at("id"), groups[3]);
  EXPECT_EQ(top.at("last_message").at("body"), "three");
  EXPECT_EQ(top.at("unread"), 2);
  EXPECT_EQ(top.at("members").size(), 2);
  EXPECT_EQ(first.at("conversations").at(1).at("conversation").at("id"), groups[1]);

  std::set<std::string> seen;
  int pages = 0;
  for (Json page = first;; page = bobs.must("conversation.list", {{"limit", 2}, {"cursor", page.at("next")}})) {
    ++pages;
    for (const Json& one : page.at("conversations")) EXPECT_TRUE(seen.insert(one.at("conversation").at("id")).second);
    if (!page.contains("next")) break;
  }
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(seen, std::set<std::string>(groups.begin(), groups.end()));
  EXPECT_EQ(fault(bobs.refused("conversation.list", {{"cursor", "nonsense"}})), "cursor invalid");
  const Json by_old_name = bobs.must("conversation.list", {{"limit", 2}, {"after", first.at("next")}});
  EXPECT_EQ(by_old_name, bobs.must("conversation.list", {{"limit", 2}, {"cursor", first.at("next")}}));
}

TEST_P(ConversationsTest, an_admin_changes_what_the_group_is) {
  Person ann = person("ann");
  const std::string group = ann.create_group({});
  Caller anns = caller(ann);
  const Json before = anns.must("conversation.get", {{"conversation", group}}).at("conversation");
  const Json after = anns.must(
      "conversation.update", {{"conversation", group}, {"title", "Renamed"}, {"label", "x"}, {"shares_history", true}});
  EXPECT_EQ(after.at("title"), "Renamed");
  EXPECT_EQ(after.at("label"), "x");
  EXPECT_EQ(after.at("shares_history"), true);
  EXPECT_EQ(after.at("rev"), before.at("rev").get<int>() + 1);
  EXPECT_EQ(after.at("meta_rev"), after.at("rev"));
  EXPECT_EQ(anns.must("conversation.update", {{"conversation", group}}), after);
}

TEST_P(ConversationsTest, members_come_change_and_go) {
  Person ann = person("ann");
  const Person bob = person("bob");
  const std::string group = ann.create_group({});
  Caller anns = caller(ann);
  const Json bobs_place = {{"conversation", group}, {"user", bob.id()}};
  Json as_admin = bobs_place;
  as_admin["role"] = "admin";
  EXPECT_EQ(anns.must("member.add", bobs_place).at("role"), "member");
  EXPECT_EQ(anns.must("member.add", bobs_place).at("role"), "member");
  EXPECT_EQ(anns.must("member.update", as_admin).at("role"), "admin");
  EXPECT_EQ(anns.must("conversation.get", {{"conversation", group}}).at("conversation").at("member_count"), 2);
  anns.must("member.remove", bobs_place);
  EXPECT_EQ(anns.refused("member.remove", bobs_place).at("code"), "not_found");
  EXPECT_EQ(anns.refused("member.update", as_admin).at("code"), "not_found");
  EXPECT_EQ(caller(bob).refused("conversation.get", {{"conversation", group}}).at("code"), "forbidden");
  Json as_king = bobs_place;
  as_king["role"] = "king";
  EXPECT_EQ(fault(anns.refused("member.add", as_king)), "role invalid");
}

TEST_P(ConversationsTest, a_group_is_never_without_an_admin) {
  Person ann = person("ann");
  const Person bob = person("bob");
  const std::string group = ann.create_group({&bob});
  Caller anns = caller(ann);
  EXPECT_EQ(anns.refused("member.update", {{"conversation", group}, {"user", ann.id()}, {"role", "member"}}).at("code"),
            "conflict");
  anns.must("conversation.leave", {{"conversation", group}});
  EXPECT_EQ(caller(bob).must("conversation.get", {{"conversation", group}}).at("role"), "admin");
}

TEST_P(ConversationsTest, a_member_may_remove_itself_and_nobody_else) {
  Person ann = person("ann");
  const Person bob = person("bob");
  const std::string group = ann.create_group({&bob});
  Caller bobs = caller(bob);
  EXPECT_EQ(bobs.refused("member.remove", {{"conversation", group}, {"user", ann.id()}}).at("code"), "forbidden");
  bobs.must("member.remove", {{"conversation", group}, {"user", bob.id()}});
  EXPECT_EQ(bobs.must("conversation.list").at("conversations"), Json::array());
}

TEST_P(ConversationsTest, a_full_group_takes_nobody_in) {
  start({"limits.group_members=2"});
  Person ann = person("ann");
  const Person bob = person("bob");
  const Person cyd = person("cyd");
  const std::string group = ann.create_group({&bob});
  Caller anns = caller(ann);
  EXPECT_EQ(anns.refused("member.add", {{"conversation", group}, {"user", cyd.id()}}).at("code"), "conflict");
  EXPECT_EQ(fault(anns.refused("conversation.create", {{"title", "Plans"}, {"members", {bob.id(), cyd.id()}}})),
            "members too_long");
}

using DirectTest = ServerTest;

TEST_F(DirectTest, a_hundred_openings_from_both_sides_at_once_make_one_conversation) {
  const Person ann = person("ann");
  const Person bob = person("bob");
  std::vector<std::future<std::set<std::string>>> openings;
  for (int i = 0; i < 10; ++i) {
    const Person& opener = i % 2 == 0 ? ann : bob;
    const Person& other = i % 2 == 0 ? bob : ann;
    openings.push_back(std::async(std::launch::async, [client = opener.connect(), user = other.id()]() mutable {
      std::vector<std::int64_t> requests;
      for (int n = 0; n < 10; ++n) requests.push_back(client.send("direct.open", {{"user", user}}));
      std::set<std::string> ids;
      for (const auto request : requests) {
        ids.insert(client.wait_reply(request).at("result").at("conversation").at("id"));
      }
      return ids;
    }));
  }
  std::set<std::string> ids;
  for (auto& opening : openings) ids.merge(opening.get());
  EXPECT_EQ(ids.size(), 1);
  Person again = ann.on_another_device(server());
  EXPECT_EQ(again.http().get("/api/conversations").body.at("conversations").size(), 1);
}

}  // namespace
}  // namespace parley::e2e
