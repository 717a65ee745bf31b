// The hub's part on one event loop: the loop's subscribers by topic. Publications of the bus arrive through an inbox,
// which any thread may fill and which wakes the loop once. All other calls are made on the loop. The hub owns it.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include <parley/base/metrics.hpp>
#include <parley/base/task.hpp>
#include <parley/base/task_group.hpp>
#include <parley/bus/event_bus.hpp>
#include <parley/hub/channel.hpp>
#include <parley/hub/gap_watch.hpp>
#include <parley/hub/recovery.hpp>
#include <parley/hub/sweeper.hpp>

namespace parley {

// Encodes an event text for clients.
using EncodeText = std::function<SharedEvent(std::string json)>;

class Shard final : private Channel::Actions, private Sweeper::Streams {
 public:
  Shard(asio::io_context& loop, EventBus& bus, const HubSources& sources, EncodeText encode, Metrics& metrics);
  ~Shard() override;

  // Starts to search for events that the bus has lost.
  // REQUIRES: the loop does not run yet.
  void start() { tasks_.spawn(sweeper_.run()); }

  // Subscribes to the topic, and holds its events back until attach().
  void hold(Subscriber& subscriber, const Topic& topic);
  // The subscriber has the topic's state at `rev`: delivers the events after it that have waited, and from now on those
  // that come. Subscribes first if hold() was not called. `visible_after` is the last message that the user may not
  // see.
  void attach(Subscriber& subscriber, const Topic& topic, std::int64_t rev, Seq visible_after = {});
  // Unsubscribes from one topic that turned out not to concern the subscriber.
  void abandon(Subscriber& subscriber, const Topic& topic);
  // Returns whether every event of the topic reaches the subscriber now.
  bool is_attached(const Subscriber& subscriber, const Topic& topic) const;
  // Unsubscribes from everything. The subscriber may be destroyed afterwards.
  void remove(Subscriber& subscriber);

  // Cancels the reads under way and waits for their end. Returns false if some still run at the deadline.
  // REQUIRES: it runs on the loop, before the loop ends.
  Awaitable<bool> shut_down(Instant deadline);

 private:
  class Inbox;
  struct Departure {
    Subscriber* subscriber;
    Topic topic;
  };
  struct CatchUp {
    Subscriber* subscriber;
    Topic topic;
    std::int64_t since;
  };

  void receive(const std::vector<Publication>& publications);
  void take(const Publication& publication, Instant now);
  void act();
  void instruct(Subscriber& subscriber, const Publication& publication);
  void end_sessions(const Publication& publication, const EndSessions& ended);
  void join(Subscriber& subscriber, const StreamPosition& from);
  Awaitable<void> confirm_join(std::weak_ptr<Subscriber> subscriber, UserId user, StreamPosition from);
  void leave(Subscriber& subscriber, const Topic& topic);
  void leave_channel(Subscriber& subscriber, const Topic& topic);
  void drop_if_empty(const Topic& topic);
  Channel& channel(const Topic& topic);
  void note_deliveries(std::size_t count, Instant committed_at);
  void observe_delivery_times();

  void watch_gap(const Topic& topic);
  Awaitable<void> watch_gaps();
  void look_after(const Topic& topic, Instant now);
  Awaitable<void> fill_gap(ConversationId conversation, Rev since);
  Awaitable<void> catch_up(std::weak_ptr<Subscriber> subscriber, ConversationId conversation, Rev since);
  Awaitable<void> lose_user_stream(std::weak_ptr<Subscriber> subscriber, UserId user, SessionId session);
  void apply_recovered(const Topic& topic, const RecoveredStream& recovered);

  void delivered(Subscriber& subscriber, const Publication& publication) override;
  void needs_catch_up(Subscriber& subscriber, std::int64_t since) override;
  std::vector<Topic> topics() const override;
  void observe(const StreamRev& stream, Instant now) override;

  asio::io_context& loop_;
  EventBus& bus_;
  Recover recover_;
  FindVisibleAfter find_visible_after_;
  HasSessionEnded has_session_ended_;
  NoteDeparture note_departure_;
  EncodeText encode_;
  Metrics& metrics_;
  std::shared_ptr<Inbox> inbox_;
  std::size_t listener_;

  std::unordered_map<Topic, Channel> channels_;
  GapWatch gaps_;
  Timer gap_timer_;
  Sweeper sweeper_;
  TaskGroup tasks_;

  // What is noted while a channel walks over its subscribers; act() does it afterwards.
  const Topic* walked_ = nullptr;  // the topic of that channel
  std::vector<Departure> departures_;
  std::vector<CatchUp> catch_ups_;
  std::vector<std::pair<Subscriber*, StreamPosition>> joins_;

  std::vector<Instant> turn_commits_;  // the commit times of the events that this turn delivered, for the metrics
};

}  // namespace parley
