// With many writers at once, the numbers have no gaps, no event is lost and none comes out of order.
#include <latch>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include <parley/core/announce.hpp>
#include <parley/core/store/conversations.hpp>
#include <parley/core/store/messages.hpp>

#include "contract/store_test.hpp"

namespace parley::testing {
namespace {

constexpr int kThreads = 4;
constexpr int kRounds = 40;

class ConcurrencyTest : public StoreTest {
 protected:
  ConcurrencyTest() : StoreTest(StorageOptions{.writers = 4}) {}

  // Runs on each thread. It sends messages, and sometimes edits one of them or moves the rev in another way.
  void write_rounds(int thread) {
    for (int round = 0; round < kRounds; ++round) {
      const auto group = groups_[(thread + round) % groups_.size()];
      const auto client_id = std::to_string(thread) + "/" + std::to_string(round);
      attempt(database(), Access::write, [&](Transaction& transaction) -> Result<bool> {
        const NewMessage message{group, users_[thread], client_id, "text", std::nullopt};
        const auto sent = transaction.store<MessageStore>().append({&message, 1}, at(0)).front();
        if (!sent) return std::unexpected(sent.error());
        announce(transaction, ConversationEvent{group, sent->message.rev, MessageCreated{sent->message}});
        if (round % 5 == 4) return fail(ErrorCode::forbidden, "undone");
        if (round % 3 == 0) {
          const Rev rev = transaction.store<ConversationStore>().advance(group);
          const auto edited = transaction.store<MessageStore>().edit(sent->message, {"edited"}, rev, at(1));
          announce(transaction, ConversationEvent{group, rev, MessageEdited{edited}});
        }
        return true;
      });
    }
  }

  std::vector<UserId> users_ = add_users(kThreads);
  std::vector<ConversationId> groups_{add_group(users_), add_group(users_), add_group(users_)};
};
// Records its own number when it runs.
class NumberedUnit final : public UnitOfWork {
 public:
  NumberedUnit(int number, std::vector<int>& run, std::mutex& mutex, std::latch& finished)
      : number_(number), run_(run), mutex_(mutex), finished_(finished) {
    lane = 7;
  }
  bool execute(Transaction& /*transaction*/) override {
    const std::scoped_lock lock(mutex_);
    run_.push_back(number_);
    return true;
  }
  void finish(Result<void> outcome) override {
    EXPECT_TRUE(outcome);
    finished_.count_down();
  }

 private:
  int number_;
  std::vector<int>& run_;
  std::mutex& mutex_;
  std::latch& finished_;
};

TEST_P(ConcurrencyTest, writes_of_one_lane_run_in_the_order_in_which_they_were_submitted) {
  constexpr int kUnits = 200;
  std::vector<int> run;
  std::mutex mutex;
  std::latch finished(kUnits);
  for (int number = 0; number < kUnits; ++number) {
    database().submit(Access::write, std::make_unique<NumberedUnit>(number, run, mutex, finished));
  }
  finished.wait();
  std::vector<int> submitted;
  for (int number = 0; number < kUnits; ++number) submitted.push_back(number);
  EXPECT_EQ(run, submitted);
}

PARLEY_FOR_EVERY_STORE(ConcurrencyTest);

TEST_P(ConcurrencyTest, seq_and_rev_have_no_gaps_and_events_come_in_their_order) {
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < kThreads; ++thread) threads.emplace_back([this, thread] { write_rounds(thread); });
  }
  std::map<ConversationId, std::vector<Rev>> announced;
  for (const Event& event : take_events()) {
    const auto& change = std::get<ConversationEvent>(event);
    announced[change.conversation].push_back(change.rev);
  }
  std::size_t stored = 0;
  for (const auto group : groups_) {
    const auto now = conversation(group);
    const auto messages = read([&](Transaction& transaction) {
      return transaction.store<MessageStore>().after(group, Seq(0), Seq(1), 10'000);
    });
    std::vector<Seq> seqs;
    for (const auto& message : messages) seqs.push_back(message.seq);
    std::vector<Seq> expected_seqs;
    for (Seq seq(1); seq <= now.last_seq; seq = seq.next()) expected_seqs.push_back(seq);
    EXPECT_EQ(seqs, expected_seqs);
    std::vector<Rev> expected_revs;
    for (Rev rev(2); rev <= now.rev; rev = rev.next()) expected_revs.push_back(rev);
    EXPECT_EQ(announced[group], expected_revs);
    stored += messages.size();
  }
  EXPECT_EQ(stored, static_cast<std::size_t>(kThreads * kRounds * 4 / 5));
}

TEST_P(ConcurrencyTest, a_message_sent_many_times_at_once_is_stored_once) {
  const NewMessage message{groups_[0], users_[0], "the same", "text", std::nullopt};
  std::vector<std::future<Result<SentMessage>>> sends;
  for (int i = 0; i < 20; ++i) {
    sends.push_back(start(database(), Access::write, [&](Transaction& transaction) {
      return transaction.store<MessageStore>().append({&message, 1}, at(0)).front();
    }));
  }
  int first = 0;
  for (auto& sent : sends) {
    const auto result = sent.get().value();
    EXPECT_EQ(result.message.seq, Seq(1));
    first += !result.duplicate;
  }
  EXPECT_EQ(first, 1);
  EXPECT_EQ(conversation(groups_[0]).last_seq, Seq(1));
}

}  // namespace
}  // namespace parley::testing
