// The hub's part on one event loop: this loop's subscribers by topic. What the bus brings comes in through a queue that
// any thread may fill and that wakes the loop once; everything else is called on the loop.
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

  // Begins to look for what the bus lost. Before the loop runs.
  void start() { tasks_.spawn(sweeper_.run()); }

  // Starts to hold back what happens on a topic, until attach.
  void hold(Subscriber& subscriber, const Topic& topic);
  // The client has been told everything up to `rev`: what waited follows now, then what happens. A subscriber that was
  // not held is subscribed first.
  void attach(Subscriber& subscriber, const Topic& topic, std::int64_t rev, Seq joined_seq = {});
  // Gives up one topic, if it was still held.
  void abandon(Subscriber& subscriber, const Topic& topic);
  // Does every event of the topic reach the subscriber now?
  bool is_attached(const Subscriber& subscriber, const Topic& topic) const;
  // Gives up everything; the subscriber may be destroyed afterwards.
  void remove(Subscriber& subscriber);

  // Cancels the reads under way. To be awaited before the loop ends.
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
  void apply_recovered(const Topic& topic, const RecoveredStream& recovered);

  void delivered(Subscriber& subscriber, const Publication& publication) override;
  void needs_catch_up(Subscriber& subscriber, std::int64_t since) override;
  std::vector<Topic> topics() const override;
  void observe(const StreamRev& stream, Instant now) override;

  asio::io_context& loop_;
  EventBus& bus_;
  Recover recover_;
  EncodeText encode_;
  Metrics& metrics_;
  std::shared_ptr<Inbox> inbox_;
  std::size_t listener_;

  std::unordered_map<Topic, Channel> channels_;
  GapWatch gaps_;
  Timer gap_timer_;
  Sweeper sweeper_;
  TaskGroup tasks_;

  // Noted while a channel is being walked, done by act() afterwards.
  const Topic* walked_ = nullptr;
  std::vector<Departure> departures_;
  std::vector<CatchUp> catch_ups_;
  std::vector<std::pair<Subscriber*, StreamPosition>> joins_;

  std::vector<Instant> turn_commits_;  // commit times of what this turn delivered, for the metrics
};

}  // namespace parley
