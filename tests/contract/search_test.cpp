// Every store keeps the search index in the same way and finds the same texts. The tests index as the indexer does.
// They find as the service does, which checks the text of each candidate itself.
#include <algorithm>
#include <set>

#include <rapidcheck.h>

#include <parley/core/policy.hpp>
#include <parley/core/store/conversations.hpp>
#include <parley/core/store/members.hpp>
#include <parley/core/store/messages.hpp>
#include <parley/features/accounts/store_blocks.hpp>
#include <parley/features/search/store.hpp>
#include <parley/features/search/types.hpp>

#include "contract/store_test.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class SearchStoreTest : public StoreTest {
 protected:
  // Indexes everything that is not indexed yet.
  void index() {
    write([](Transaction& transaction) {
      for (const ConversationId id : transaction.store<SearchStore>().behind(std::nullopt, 100'000))
        index_one(transaction, id);
    });
  }
  static void index_one(Transaction& transaction, ConversationId id) {
    const auto standing = transaction.store<SearchStore>().lock_progress(std::span(&id, 1));
    const auto conversation = transaction.store<ConversationStore>().find(id).value();
    const auto changed =
        transaction.store<MessageStore>().changed_since(conversation, standing.front().rev, Seq(1), 100'000);
    std::vector<SearchDocument> documents;
    for (const Message& message : changed) documents.push_back(document_of(message));
    transaction.store<SearchStore>().put(documents);
    const FollowProgress reached{id, conversation.rev};
    transaction.store<SearchStore>().set_progress({&reached, 1});
  }

  std::vector<SearchCandidate> candidates(const SearchLookup& lookup, std::size_t limit = 1'000) {
    return read([&](Transaction& transaction) {
      std::vector<SearchCandidate> all;
      SearchLookup next = lookup;
      for (;;) {
        const auto stretch = transaction.store<SearchStore>().find(next, limit);
        all.insert(all.end(), stretch.candidates.begin(), stretch.candidates.end());
        if (!stretch.next) return all;
        next.before = stretch.next;
      }
    });
  }
  // Returns the texts that contain the query, the newest first.
  std::vector<std::string> found(UserId reader, const std::string& text, const SearchFilter& filter = {}) {
    const SearchQuery query(text);
    std::vector<std::string> bodies;
    for (const auto& candidate : candidates({reader, query.terms(), filter, std::nullopt})) {
      if (query.find_in(candidate.message.content.body)) bodies.push_back(candidate.message.content.body);
    }
    return bodies;
  }
  // The places of the candidates for the word "needle".
  std::set<std::pair<ConversationId, Seq>> needles(UserId reader) {
    std::set<std::pair<ConversationId, Seq>> places;
    for (const auto& [place, first_visible, message] : candidates({reader, {{"needle"}}, {}, std::nullopt})) {
      places.emplace(place.conversation, place.seq);
    }
    return places;
  }
  // The places of the messages in these conversations that the policy lets the reader find.
  std::set<std::pair<ConversationId, Seq>> allowed(UserId reader, std::span<const ConversationId> conversations) {
    return read([&](Transaction& transaction) {
      std::set<std::pair<ConversationId, Seq>> places;
      for (const ConversationId id : conversations) {
        const auto member = transaction.store<MemberStore>().find(id, reader);
        if (!member || !policy::is_member(*member)) continue;
        for (const Message& message : transaction.store<MessageStore>().after(id, Seq(0), Seq(1), 100)) {
          if (policy::may_find(message, policy::first_visible(*member))) places.emplace(id, message.seq);
        }
      }
      return places;
    });
  }
  // Shares the history of the group with new members from now on.
  void share(ConversationId group) {
    const Seq last = conversation(group).last_seq;
    write([&](Transaction& transaction) {
      return transaction.store<ConversationStore>().update(
          group, {.title = {}, .label = {}, .shares_history = true, .shared_after = last});
    });
  }
  void say_all(std::initializer_list<const char*> bodies) {
    int second = 0;
    for (const char* body : bodies) say(group_, ada_, body, at(++second));
    index();
  }

  UserId ada_ = add_user("ada");
  UserId bob_ = add_user("bob");
  ConversationId group_ = add_group(std::vector{ada_, bob_});
};
PARLEY_FOR_EVERY_STORE(SearchStoreTest);

TEST_P(SearchStoreTest, messages_are_found_by_their_words_the_newest_first) {
  say_all({"The quick brown fox", "a lazy dog", "A quick Dog, brown"});
  EXPECT_THAT(found(bob_, "quick"), ElementsAre("A quick Dog, brown", "The quick brown fox"));
  EXPECT_THAT(found(bob_, "brown quick"), ElementsAre("A quick Dog, brown", "The quick brown fox"));
  EXPECT_THAT(found(bob_, "dog lazy"), ElementsAre("a lazy dog"));
  EXPECT_THAT(found(bob_, "cat"), IsEmpty());
  EXPECT_THAT(found(bob_, "quick cat"), IsEmpty());
}

TEST_P(SearchStoreTest, the_last_word_may_be_only_begun) {
  say_all({"international", "internal", "interest", "in"});
  EXPECT_THAT(found(ada_, "intern"), ElementsAre("internal", "international"));
  EXPECT_THAT(found(ada_, "in"), ElementsAre("in", "interest", "internal", "international"));
  EXPECT_THAT(found(ada_, "national"), IsEmpty());
}

TEST_P(SearchStoreTest, neither_case_nor_accents_make_a_difference) {
  say_all({"Une CAFÉ", "une cafe\u0301", "Straße", "ΑΘΗΝΑ"});
  EXPECT_THAT(found(ada_, "cafe"), ElementsAre("une cafe\u0301", "Une CAFÉ"));
  EXPECT_THAT(found(ada_, "CAFÉ"), ElementsAre("une cafe\u0301", "Une CAFÉ"));
  EXPECT_THAT(found(ada_, "STRASSE"), ElementsAre("Straße"));
  EXPECT_THAT(found(ada_, "αθήνα"), ElementsAre("ΑΘΗΝΑ"));
}

TEST_P(SearchStoreTest, quoted_words_follow_each_other) {
  say_all({"see you tomorrow morning", "good morning, see you", "you see"});
  EXPECT_THAT(found(ada_, "\"see you\""), ElementsAre("good morning, see you", "see you tomorrow morning"));
  EXPECT_THAT(found(ada_, "\"tomorrow mor"), ElementsAre("see you tomorrow morning"));
}

TEST_P(SearchStoreTest, words_of_scripts_without_spaces_are_found_wherever_they_stand) {
  say_all({"你好世界", "世界很大", "大世纪界", "ภาษาไทยง่าย", "学校で会いましょう", "학교에서 만나요"});
  EXPECT_THAT(found(ada_, "世界"), ElementsAre("世界很大", "你好世界"));
  EXPECT_THAT(found(ada_, "好世界"), ElementsAre("你好世界"));
  EXPECT_THAT(found(ada_, "大"), ElementsAre("大世纪界", "世界很大"));
  EXPECT_THAT(found(ada_, "你好世界"), ElementsAre("你好世界"));
  EXPECT_THAT(found(ada_, "ไทย"), ElementsAre("ภาษาไทยง่าย"));
  EXPECT_THAT(found(ada_, "会い"), ElementsAre("学校で会いましょう"));
  EXPECT_THAT(found(ada_, "학교"), ElementsAre("학교에서 만나요"));
}

TEST_P(SearchStoreTest, emoji_are_found) {
  say_all({"well done 👍🏽", "👍👍", "🎉 party", "👨‍👩‍👧"});
  EXPECT_THAT(found(ada_, "👍"), ElementsAre("👍👍", "well done 👍🏽"));
  EXPECT_THAT(found(ada_, "🎉"), ElementsAre("🎉 party"));
  EXPECT_THAT(found(ada_, "done 👍"), ElementsAre("well done 👍🏽"));
  EXPECT_THAT(found(ada_, "👨‍👩‍👧"), ElementsAre("👨‍👩‍👧"));
}

TEST_P(SearchStoreTest, nothing_in_a_query_is_an_operator) {
  say_all({"harmless", "and or not near", "100% a_b", "it's"});
  for (const char* query :
       {"harmless' OR '1'='1", "harmless\" OR \"x", "harmless) OR (x", "harmless | x", "harmless & !x", "x OR harmless",
        "NOT x", "terms : harmless x", "NEAR(harmless x)", "^harmless x", "{terms}:x", "harmless <-> x", "harmless:*x",
        "\\harmless x", "'harmless' x", "h%", "_armless"}) {
    EXPECT_THAT(found(ada_, query), IsEmpty()) << query;
  }
  EXPECT_THAT(found(ada_, "AND NOT"), ElementsAre("and or not near"));
  EXPECT_THAT(found(ada_, "harmless*"), ElementsAre("harmless"));
  EXPECT_THAT(found(ada_, "it's"), ElementsAre("it's"));
  // No text gives such terms. A store has to accept them all the same.
  for (const char* term : {"'", "\"", "\\", ":*", "(", "~"}) {
    EXPECT_THAT(candidates({ada_, {{term, false}, {"harmless", true}}, {}, std::nullopt}), IsEmpty()) << term;
  }
}

TEST_P(SearchStoreTest, an_edit_replaces_what_is_found_and_a_deletion_removes_it) {
  say_all({"first words", "second words"});
  edit(group_, Seq(1), "other text");
  erase(group_, Seq(2));
  index();
  EXPECT_THAT(found(ada_, "words"), IsEmpty());
  EXPECT_THAT(found(ada_, "other"), ElementsAre("other text"));
  EXPECT_THAT(candidates({ada_, {{"first"}}, {}, std::nullopt}), IsEmpty());
}

TEST_P(SearchStoreTest, what_is_deleted_is_found_no_more_even_before_the_index_knows) {
  say_all({"secret plan"});
  erase(group_, Seq(1));
  EXPECT_THAT(candidates({ada_, {{"secret"}}, {}, std::nullopt}), IsEmpty());
}

TEST_P(SearchStoreTest, only_a_present_member_finds_anything) {
  say_all({"inside"});
  const auto cy = add_user("cy");
  EXPECT_THAT(found(cy, "inside"), IsEmpty());
  EXPECT_THAT(found(cy, "inside", {.conversation = group_}), IsEmpty());
  leave(group_, bob_);
  EXPECT_THAT(found(bob_, "inside"), IsEmpty());
  EXPECT_THAT(found(ada_, "inside"), ElementsAre("inside"));
}

TEST_P(SearchStoreTest, what_was_said_before_joining_is_found_only_where_history_is_shared) {
  const auto open = add_group(std::vector{ada_}, true);
  const auto cy = add_user("cy");
  for (const auto group : {group_, open}) {
    say(group, ada_, group == open ? "early in the open" : "early in the closed", at(1));
    join(group, cy);
    say(group, ada_, group == open ? "late in the open" : "late in the closed", at(2));
  }
  index();
  EXPECT_THAT(found(cy, "early"), ElementsAre("early in the open"));
  EXPECT_THAT(found(cy, "late"), UnorderedElementsAre("late in the open", "late in the closed"));
  EXPECT_EQ(found(ada_, "early").size(), 2u);
}

// The statement that finds and core/policy decide in two languages who may find a message. This walks through
// everything that they look at: since when the history is shared, the kind of membership, when the message was sent,
// and whether it is deleted.
TEST_P(SearchStoreTest, a_reader_finds_exactly_what_the_policy_allows) {
  enum class Sharing { never, always, later };
  enum class Membership { never, from_the_start, later, ended, renewed };
  using enum Membership;
  const auto cy = add_user("cy");
  std::vector<ConversationId> groups;
  for (const Sharing sharing : {Sharing::never, Sharing::always, Sharing::later}) {
    for (const Membership membership : {never, from_the_start, later, ended, renewed}) {
      const auto group = add_group(membership == from_the_start ? std::vector{ada_, cy} : std::vector{ada_},
                                   sharing == Sharing::always);
      const auto say_two = [&] {
        for (int i = 0; i < 2; ++i) say(group, ada_, "needle");
      };
      say_two();
      if (sharing == Sharing::later) share(group);
      if (membership >= later) join(group, cy);
      say_two();
      if (membership >= ended) leave(group, cy);
      say_two();
      if (membership == renewed) join(group, cy);
      say_two();
      groups.push_back(group);
    }
  }
  index();
  for (const ConversationId group : groups) {
    for (int seq = 1; seq <= 8; seq += 2) erase(group, Seq(seq));
  }
  const auto expected = allowed(cy, groups);
  // Without history: 4 from the start, 3 later, 1 renewed. With all of it: 4 of each. With the part after the first two
  // messages: 4, 3, 3. One message of two is deleted.
  ASSERT_EQ(expected.size(), 4U + 3U + 1U + 3U * 4U + 4U + 3U + 3U);
  EXPECT_EQ(needles(cy), expected);

  // The index is not asked for the names of very many conversations, so only the statement's condition is left.
  for (int i = 0; i < 150; ++i) add_group(std::vector{cy});
  EXPECT_EQ(needles(cy), expected);
}

TEST_P(SearchStoreTest, filters_narrow_what_is_found) {
  const auto other = add_group(std::vector{ada_, bob_});
  say(group_, ada_, "tea from ada", at(10));
  say(group_, bob_, "tea from bob", at(20));
  say(other, bob_, "tea elsewhere", at(30));
  index();
  EXPECT_THAT(found(ada_, "tea", {.conversation = group_}), ElementsAre("tea from bob", "tea from ada"));
  EXPECT_THAT(found(ada_, "tea", {.sender = bob_}), ElementsAre("tea elsewhere", "tea from bob"));
  EXPECT_THAT(found(ada_, "tea", {.conversation = group_, .sender = bob_}), ElementsAre("tea from bob"));
  EXPECT_THAT(found(ada_, "tea", {.from = at(20)}), ElementsAre("tea elsewhere", "tea from bob"));
  EXPECT_THAT(found(ada_, "tea", {.until = at(20)}), ElementsAre("tea from ada"));
  EXPECT_THAT(found(ada_, "tea", {.from = at(20), .until = at(30)}), ElementsAre("tea from bob"));
  EXPECT_THAT(found(ada_, "", {.sender = ada_}), ElementsAre("tea from ada"));
  EXPECT_THAT(found(ada_, "", {.from = at(25)}), ElementsAre("tea elsewhere"));
}

TEST_P(SearchStoreTest, a_mentioned_user_can_search_for_mentions) {
  say_all({"tea for @bob", "tea for bob", "@all: tea"});
  EXPECT_THAT(found(bob_, "tea", {.mentions_reader = true}), ElementsAre("@all: tea", "tea for @bob"));
  EXPECT_THAT(found(bob_, "", {.mentions_reader = true}), ElementsAre("@all: tea", "tea for @bob"));
  EXPECT_THAT(found(ada_, "tea", {.mentions_reader = true}), ElementsAre("@all: tea"));
  edit(group_, Seq(1), "tea for @ada");
  index();
  EXPECT_THAT(found(bob_, "tea", {.mentions_reader = true}), ElementsAre("@all: tea"));
}

TEST_P(SearchStoreTest, a_call_to_everybody_does_not_mention_one_who_has_blocked_the_sender) {
  write([&](Transaction& transaction) { transaction.store<BlockStore>().add(bob_, ada_); });
  say_all({"@all: tea"});
  EXPECT_THAT(found(bob_, "tea", {.mentions_reader = true}), IsEmpty());
  EXPECT_THAT(found(bob_, "tea"), ElementsAre("@all: tea"));
  EXPECT_THAT(found(ada_, "tea", {.mentions_reader = true}), ElementsAre("@all: tea"));
}

TEST_P(SearchStoreTest, what_is_found_is_a_whole_message_as_its_reader_may_see_it) {
  const auto cy = add_user("cy");
  say(group_, ada_, "the question", at(1));
  join(group_, cy);
  send({group_, bob_, "answer", "the answer for @ada", Seq(1)}, at(2)).value();
  index();
  const auto whole = candidates({ada_, {{"answer"}}, {}, std::nullopt});
  ASSERT_EQ(whole.size(), 1u);
  EXPECT_EQ(whole.front().message.quote->body, "the question");
  EXPECT_EQ(whole.front().message.mentions, std::vector{ada_});
  // A member who joined later may not see the quoted message.
  const auto partial = candidates({cy, {{"answer"}}, {}, std::nullopt});
  ASSERT_EQ(partial.size(), 1u);
  EXPECT_FALSE(partial.front().message.quote);
}

TEST_P(SearchStoreTest, of_one_moment_the_later_message_comes_first) {
  for (const char* body : {"one x", "two x", "three x"}) say(group_, ada_, body, at(1));
  index();
  EXPECT_THAT(found(ada_, "x"), ElementsAre("three x", "two x", "one x"));
}

TEST_P(SearchStoreTest, messages_that_share_a_position_are_all_found_and_stay_apart) {
  // The conversations have ids that end alike, and their messages have the same time.
  std::vector<ConversationId> groups{group_};
  while (groups.size() < 3) {
    const auto id = add_group(std::vector{ada_, bob_});
    if (id.uuid().bytes().back() == group_.uuid().bytes().back()) groups.push_back(id);
  }
  for (const auto group : groups) say(group, ada_, "same moment", at(1));
  index();
  EXPECT_EQ(found(ada_, "moment").size(), 3u);
  for (std::size_t limit = 1; limit <= 3; ++limit) {
    EXPECT_EQ(candidates({ada_, {{"moment"}}, {}, std::nullopt}, limit).size(), 3u) << limit;
  }
  erase(groups[0], Seq(1));
  edit(groups[1], Seq(1), "another time");
  index();
  EXPECT_THAT(found(ada_, "moment"), ElementsAre("same moment"));
  EXPECT_THAT(found(ada_, "another"), ElementsAre("another time"));
}

TEST_P(SearchStoreTest, pages_neither_repeat_nor_skip_while_messages_keep_coming) {
  EXPECT_TRUE(rc::check([this] {
    const auto group = add_group(std::vector{ada_});
    std::vector<Seq> expected;
    const auto count = *rc::gen::inRange(0, 12);
    for (int i = 0; i < count; ++i) {
      const bool is_match = *rc::gen::arbitrary<bool>();
      const auto message = say(group, ada_, is_match ? "needle" : "straw", at(*rc::gen::inRange(0, 3)));
      if (is_match) expected.push_back(message.seq);
    }
    index();
    std::vector<Seq> seen;
    SearchLookup lookup{ada_, {{"needle"}}, {.conversation = group}, std::nullopt};
    const auto limit = *rc::gen::inRange<std::size_t>(1, 4);
    do {
      const auto stretch =
          read([&](Transaction& transaction) { return transaction.store<SearchStore>().find(lookup, limit); });
      for (const auto& candidate : stretch.candidates) seen.push_back(candidate.message.seq);
      lookup.before = stretch.next;
      say(group, ada_, "needle", at(9));
      index();
    } while (lookup.before);
    std::ranges::sort(seen);
    RC_ASSERT(seen == expected);
  }));
}

TEST_P(SearchStoreTest, conversations_that_the_index_is_behind_are_known_by_their_revs) {
  const auto behind = [&](std::optional<ConversationId> after = std::nullopt, std::size_t limit = 10) {
    return read([&](Transaction& transaction) { return transaction.store<SearchStore>().behind(after, limit); });
  };
  const auto other = add_group(std::vector{ada_});
  EXPECT_THAT(behind(), ElementsAre(group_, other));
  EXPECT_THAT(behind(group_), ElementsAre(other));
  EXPECT_THAT(behind(std::nullopt, 1), ElementsAre(group_));
  index();
  EXPECT_THAT(behind(), IsEmpty());
  say(other, ada_, "more");
  EXPECT_THAT(behind(), ElementsAre(other));
}

TEST_P(SearchStoreTest, indexing_again_changes_nothing) {
  say_all({"again and again"});
  write([&](Transaction& transaction) {
    const FollowProgress none{group_, Rev()};
    transaction.store<SearchStore>().lock_progress(std::span(&group_, 1));
    transaction.store<SearchStore>().set_progress({&none, 1});
  });
  index();
  EXPECT_THAT(found(ada_, "again"), ElementsAre("again and again"));
}

TEST_P(SearchStoreTest, a_reader_of_very_many_conversations_finds_as_well) {
  for (int i = 0; i < 250; ++i) add_group(std::vector{ada_});
  const auto foreign = add_group(std::vector{bob_});
  say(group_, ada_, "findable", at(1));
  say(foreign, bob_, "findable elsewhere", at(2));
  index();
  EXPECT_THAT(found(ada_, "findable"), ElementsAre("findable"));
  EXPECT_THAT(found(ada_, "", {.sender = ada_}), ElementsAre("findable"));
  EXPECT_THAT(found(ada_, "", {.from = at(0)}), ElementsAre("findable"));
}

}  // namespace
}  // namespace parley::testing
