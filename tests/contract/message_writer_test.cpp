// The group-commit writer on a real store: the order, the batches, the events, and the loop that resumes each sender.
#include <parley/features/messages/message_writer.hpp>

#include <map>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "contract/gate.hpp"
#include "contract/store_test.hpp"

namespace parley::testing {
namespace {

class FixedClock final : public Clock {
 public:
  Time now() const override { return at(42); }
};

// A loop that counts how often it is woken. Each run_one runs one handler.
class Loop {
 public:
  Executor executor() { return context_.get_executor(); }
  // Runs handlers until `done` returns true. Returns the number of handlers.
  template <class Done>
  std::size_t run_until(Done done) {
    auto guard = asio::make_work_guard(context_);
    context_.restart();
    std::size_t handlers = 0;
    while (!done()) {
      if (context_.run_one_for(std::chrono::seconds(20)) == 0) throw std::runtime_error("nothing came in time");
      ++handlers;
    }
    return handlers;
  }
  // Runs the handlers that are ready now.
  void poll() {
    context_.restart();
    context_.poll();
  }

 private:
  asio::io_context context_{1};
};

class MessageWriterTest : public StoreTest {
 protected:
  MessageWriterTest() {
    limits_.lanes = 2;
    limits_.batch_messages = 8;
    limits_.queued_messages = 100;
  }

  MessageWriter& writer() {
    if (!writer_) {
      writer_ = std::make_unique<MessageWriter>(database(), clock_, limits_, [this](const BatchReport& report) {
        EXPECT_GE(report.duration.count(), 0);
        batches_.push_back(report.messages);
      });
    }
    return *writer_;
  }
  // Sends from a coroutine on the loop. The result appears in `results_` under the message's client_id.
  void spawn_send(Loop& loop, NewMessage message) {
    asio::co_spawn(loop.executor(), send_and_note(std::move(message)), asio::detached);
  }
  NewMessage message(ConversationId group, std::string client_id) {
    return {group, ada_, std::move(client_id), "text", std::nullopt};
  }
  std::vector<std::string> announced_client_ids() {
    std::vector<std::string> ids;
    for (const Event& event : take_events()) {
      const auto& change = std::get<ConversationEvent>(event);
      const auto& created = std::get<MessageCreated>(change.change).message;
      EXPECT_EQ(change.rev, created.rev);
      ids.push_back(created.client_id);
    }
    return ids;
  }

  FixedClock clock_;
  MessageWriterLimits limits_;
  Loop loop_;
  UserId ada_ = add_user("ada");
  ConversationId group_ = add_group(std::vector{ada_});
  std::map<std::string, Result<SentMessage>> results_;
  std::vector<std::size_t> batches_;
  std::unique_ptr<MessageWriter> writer_;

 private:
  Awaitable<void> send_and_note(NewMessage message) {
    const std::string client_id = message.client_id;
    auto result = co_await writer().send(std::move(message));
    results_.emplace(client_id, std::move(result));
  }
};
PARLEY_FOR_EVERY_STORE(MessageWriterTest);

TEST_P(MessageWriterTest, a_lone_message_is_committed_at_once_and_announced) {
  spawn_send(loop_, message(group_, "1"));
  loop_.run_until([&] { return results_.size() == 1; });
  const auto sent = results_.at("1").value();
  EXPECT_EQ(sent.message.seq, Seq(1));
  EXPECT_EQ(sent.message.created_at, at(42));
  EXPECT_FALSE(sent.duplicate);
  EXPECT_EQ(batches_, std::vector<std::size_t>{1});
  EXPECT_THAT(announced_client_ids(), ::testing::ElementsAre("1"));
}

TEST_P(MessageWriterTest, what_comes_during_a_commit_is_written_together_in_its_order) {
  Gate gate(database(), Access::write);
  for (int i = 1; i <= 20; ++i) spawn_send(loop_, message(group_, std::to_string(i)));
  loop_.poll();
  EXPECT_EQ(writer().queued(), 19u) << "the first is on its way";
  gate.open();
  loop_.run_until([&] { return results_.size() == 20; });
  EXPECT_EQ(batches_, (std::vector<std::size_t>{1, 8, 8, 3}));
  for (int i = 1; i <= 20; ++i) EXPECT_EQ(results_.at(std::to_string(i))->message.seq, Seq(i));
  EXPECT_EQ(writer().queued(), 0u);
}

TEST_P(MessageWriterTest, the_senders_of_a_batch_on_one_loop_are_resumed_in_one_turn) {
  Gate gate(database(), Access::write);
  for (int i = 1; i <= 9; ++i) spawn_send(loop_, message(group_, std::to_string(i)));
  loop_.poll();
  gate.open();
  EXPECT_EQ(loop_.run_until([&] { return results_.size() == 9; }), 2u) << "a batch of one and a batch of eight";
}

TEST_P(MessageWriterTest, every_sender_is_resumed_on_its_own_loop) {
  Loop other;
  Gate gate(database(), Access::write);
  spawn_send(loop_, message(group_, "first"));
  loop_.poll();
  spawn_send(loop_, message(group_, "here"));
  loop_.poll();
  spawn_send(other, message(group_, "there"));
  other.poll();
  gate.open();
  writer_.reset();  // reset() waits for the commit; no sender has been resumed yet
  EXPECT_TRUE(results_.empty());
  other.run_until([&] { return results_.contains("there"); });
  EXPECT_FALSE(results_.contains("here"));
  loop_.run_until([&] { return results_.size() == 3; });
}

TEST_P(MessageWriterTest, a_repeat_is_answered_and_not_announced_again) {
  spawn_send(loop_, message(group_, "1"));
  loop_.run_until([&] { return results_.size() == 1; });
  take_events();
  results_.clear();
  spawn_send(loop_, message(group_, "1"));
  loop_.run_until([&] { return results_.size() == 1; });
  EXPECT_TRUE(results_.at("1")->duplicate);
  EXPECT_THAT(announced_client_ids(), ::testing::IsEmpty());
}

TEST_P(MessageWriterTest, a_bad_message_is_refused_alone) {
  Gate gate(database(), Access::write);
  spawn_send(loop_, message(group_, "first"));
  spawn_send(loop_, message(group_, "good"));
  spawn_send(loop_, message(ConversationId::generate(), "to nowhere"));
  spawn_send(loop_, {group_, UserId::generate(), "of a stranger", "text", std::nullopt});
  loop_.poll();
  gate.open();
  loop_.run_until([&] { return results_.size() == 4; });
  EXPECT_TRUE(results_.at("good"));
  EXPECT_EQ(results_.at("to nowhere").error().code, ErrorCode::not_found);
  EXPECT_EQ(results_.at("of a stranger").error().code, ErrorCode::not_found);
  EXPECT_THAT(announced_client_ids(), ::testing::UnorderedElementsAre("first", "good"));
}

TEST_P(MessageWriterTest, one_message_too_many_is_refused_and_the_others_are_sent) {
  limits_.lanes = 1;
  limits_.queued_messages = 3;
  Gate gate(database(), Access::write);
  for (int i = 1; i <= 5; ++i) spawn_send(loop_, message(group_, std::to_string(i)));
  loop_.poll();
  loop_.run_until([&] { return results_.size() == 1; });
  EXPECT_EQ(results_.at("5").error().code, ErrorCode::overloaded);
  EXPECT_TRUE(results_.at("5").error().retry_after);
  gate.open();
  loop_.run_until([&] { return results_.size() == 5; });
  for (int i = 1; i <= 4; ++i) EXPECT_TRUE(results_.at(std::to_string(i)));
}

TEST_P(MessageWriterTest, a_message_whose_sender_has_gone_is_committed_and_announced) {
  {
    Gate gate(database(), Access::write);
    Loop short_lived;
    spawn_send(short_lived, message(group_, "left behind"));
    short_lived.poll();
    gate.open();
    writer_.reset();
    // The loop ends and never resumes its coroutine.
  }
  EXPECT_TRUE(results_.empty());
  EXPECT_EQ(conversation(group_).last_seq, Seq(1));
  EXPECT_THAT(announced_client_ids(), ::testing::ElementsAre("left behind"));
}

TEST_P(MessageWriterTest, many_loops_send_to_many_conversations_and_order_holds) {
  constexpr int kLoops = 3;
  constexpr int kMessages = 60;
  limits_.queued_messages = kLoops * kMessages;
  const std::vector groups{group_, add_group(std::vector{ada_}), add_group(std::vector{ada_}),
                           add_group(std::vector{ada_})};
  writer();
  std::mutex mutex;
  std::map<std::string, Message> sent;
  std::vector<asio::io_context> loops(kLoops);
  {
    std::vector<std::jthread> threads;
    for (int number = 0; number < kLoops; ++number) {
      threads.emplace_back([&, number] {
        for (int i = 0; i < kMessages; ++i) {
          const auto client_id = std::to_string(number) + "/" + std::to_string(i);
          auto noted = [&](std::exception_ptr, Result<SentMessage> result) {
            std::scoped_lock lock(mutex);
            sent.emplace(result->message.client_id, result->message);
          };
          asio::co_spawn(loops[number].get_executor(), writer_->send(message(groups[i % groups.size()], client_id)),
                         noted);
        }
        loops[number].run();
      });
    }
  }
  writer_.reset();  // the writer ends before the loops that it posts to
  ASSERT_EQ(sent.size(), static_cast<std::size_t>(kLoops * kMessages));
  for (int number = 0; number < kLoops; ++number) {
    std::map<ConversationId, Seq> last;
    for (int i = 0; i < kMessages; ++i) {
      const Message& found = sent.at(std::to_string(number) + "/" + std::to_string(i));
      EXPECT_GT(found.seq, last[found.conversation]) << "a loop's messages keep their order";
      last[found.conversation] = found.seq;
    }
  }
  std::map<ConversationId, Rev> heard;
  for (const Event& event : take_events()) {
    const auto& change = std::get<ConversationEvent>(event);
    auto& previous = heard.try_emplace(change.conversation, Rev(1)).first->second;
    EXPECT_EQ(change.rev, previous.next());
    previous = change.rev;
  }
}

}  // namespace
}  // namespace parley::testing
