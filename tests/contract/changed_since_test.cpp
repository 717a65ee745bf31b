// For any history, changed_since agrees with a plain log of all operations.
#include <algorithm>
#include <map>
#include <numeric>

#include <rapidcheck.h>

#include <parley/core/store/conversations.hpp>
#include <parley/core/store/members.hpp>
#include <parley/core/store/messages.hpp>

#include "contract/store_test.hpp"

namespace parley::testing {
namespace {

// The reference: it keeps every row as the last operation left it.
struct History {
  std::map<Seq, Message> messages;
  std::map<UserId, Member> members;

  std::vector<std::pair<Rev, Seq>> messages_since(Rev since, Seq from, std::size_t limit) const {
    std::vector<std::pair<Rev, Seq>> rows;
    for (const auto& [seq, message] : messages) {
      if (message.rev > since && seq >= from) rows.emplace_back(message.rev, seq);
    }
    return sorted_page(std::move(rows), limit);
  }
  std::vector<std::pair<Rev, UserId>> members_since(Rev since, std::size_t limit) const {
    std::vector<std::pair<Rev, UserId>> rows;
    for (const auto& [user, member] : members) {
      if (member.rev > since) rows.emplace_back(member.rev, user);
    }
    return sorted_page(std::move(rows), limit);
  }

 private:
  template <class Row>
  static std::vector<Row> sorted_page(std::vector<Row> rows, std::size_t limit) {
    std::ranges::sort(rows);
    if (rows.size() > limit) rows.resize(limit);
    return rows;
  }
};

class ChangedSinceTest : public StoreTest {
 protected:
  // Takes one random step on an object that exists.
  void step(ConversationId group, History& history) {
    const auto users = users_;
    const UserId user = *rc::gen::elementOf(users);
    const bool is_member = history.members.contains(user) && !history.members.at(user).left_at;
    switch (*rc::gen::weightedElement<int>({{6, 0}, {2, 1}, {1, 2}, {2, 3}})) {
      case 0:
        if (is_member) keep(history, say(group, user, "text"));
        break;
      case 1:
        if (!history.messages.empty()) keep(history, edit(group, any_seq(history), "edited"));
        break;
      case 2:
        if (!history.messages.empty()) keep(history, erase(group, any_seq(history)));
        break;
      default: history.members.insert_or_assign(user, is_member ? leave(group, user) : join(group, user));
    }
  }

  std::vector<std::pair<Rev, Seq>> messages_since(ConversationId group, Rev since, Seq from, std::size_t limit) {
    return read([&](Transaction& transaction) {
      const auto now = transaction.store<ConversationStore>().find(group).value();
      std::vector<std::pair<Rev, Seq>> rows;
      for (const auto& message : transaction.store<MessageStore>().changed_since(now, since, from, limit)) {
        rows.emplace_back(message.rev, message.seq);
      }
      return rows;
    });
  }
  std::vector<std::pair<Rev, UserId>> members_since(ConversationId group, Rev since, std::size_t limit) {
    return read([&](Transaction& transaction) {
      std::vector<std::pair<Rev, UserId>> rows;
      for (const auto& member : transaction.store<MemberStore>().changed_since(group, since, limit)) {
        rows.emplace_back(member.rev, member.user);
      }
      return rows;
    });
  }

  std::vector<UserId> users_ = add_users(4);

 private:
  static void keep(History& history, Message message) { history.messages.insert_or_assign(message.seq, message); }
  static Seq any_seq(const History& history) {
    return Seq(*rc::gen::inRange<std::int64_t>(1, static_cast<std::int64_t>(history.messages.size()) + 1));
  }
};
PARLEY_FOR_EVERY_STORE(ChangedSinceTest);

TEST_P(ChangedSinceTest, equals_a_plain_log_for_any_history) {
  EXPECT_TRUE(rc::check([this] {
    const ConversationId group = add_group(users_);
    History history;
    for (const UserId user : users_) {
      history.members.emplace(user, read([&](Transaction& transaction) {
                                return transaction.store<MemberStore>().find(group, user).value();
                              }));
    }
    const int steps = *rc::gen::inRange(0, 30);
    for (int i = 0; i < steps; ++i) step(group, history);

    const auto rev = conversation(group).rev.value();
    const auto last = conversation(group).last_seq.value();
    RC_ASSERT(last == static_cast<std::int64_t>(history.messages.size()));
    for (int question = 0; question < 5; ++question) {
      const Rev since(*rc::gen::inRange<std::int64_t>(0, rev + 2));
      const Seq from(*rc::gen::inRange<std::int64_t>(1, last + 2));
      const auto limit = *rc::gen::inRange<std::size_t>(1, 40);
      RC_ASSERT(messages_since(group, since, from, limit) == history.messages_since(since, from, limit));
      RC_ASSERT(members_since(group, since, limit) == history.members_since(since, limit));
    }
  }));
}

TEST_P(ChangedSinceTest, paging_by_rev_brings_every_change_once) {
  const ConversationId group = add_group(users_);
  for (int i = 0; i < 20; ++i) say(group, users_[0], "text");
  for (const int seq : {3, 17, 9, 3}) edit(group, Seq(seq), "edited");
  erase(group, Seq(20));

  std::vector<std::pair<Rev, Seq>> seen;
  Rev since(0);
  for (;;) {
    const auto page = messages_since(group, since, Seq(1), 3);
    if (page.empty()) break;
    seen.insert(seen.end(), page.begin(), page.end());
    since = page.back().first;
  }
  EXPECT_EQ(seen, messages_since(group, Rev(0), Seq(1), 100));
  EXPECT_EQ(seen.size(), 20u);
  EXPECT_EQ(since, conversation(group).rev);
}

TEST_P(ChangedSinceTest, an_up_to_date_reader_gets_nothing) {
  const ConversationId group = add_group(users_);
  say(group, users_[0], "text");
  EXPECT_TRUE(messages_since(group, conversation(group).rev, Seq(1), 10).empty());
  EXPECT_TRUE(members_since(group, conversation(group).rev, 10).empty());
}

}  // namespace
}  // namespace parley::testing
