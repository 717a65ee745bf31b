// One topic's subscribers on one loop, and where each of them stands. A subscriber is held while its snapshot is being
// read: events wait for it. Once it is attached at the snapshot's rev it gets what follows, each rev once and in order;
// where that cannot be had from what waited, the channel says so and the shard reads again. Pure, time passed in; owned
// by its shard.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <parley/bus/event_bus.hpp>
#include <parley/hub/sequencer.hpp>
#include <parley/hub/subscriber.hpp>

namespace parley {

// What came of attaching a subscriber.
enum class Attached {
  yes,
  behind,  // something between the snapshot and now is missing: read again from the snapshot's rev
  unknown,  // not a subscriber (any more)
};

class Channel {
 public:
  static constexpr std::size_t kHeldLimit = 512;  // events that wait for one subscriber's snapshot

  // What to do, beside delivering, once an event has reached somebody. Called while the channel is being walked: the
  // shard notes it and acts afterwards.
  class Actions {
   public:
    virtual ~Actions() = default;
    virtual void delivered(Subscriber& subscriber, const Publication& publication) = 0;
    // The subscriber stands in the middle of what the publication covers, and must be given the rest by itself.
    virtual void needs_catch_up(Subscriber& subscriber, std::int64_t since) = 0;
  };

  explicit Channel(bool counts_in_digest, SequencerLimits limits = {})
      : counts_in_digest_(counts_in_digest), sequencer_(limits) {}

  // Takes what the bus brought and delivers what is in order. Gives the number of deliveries.
  std::size_t publish(const Publication& publication, Instant now, Actions& actions);

  // Starts (or starts again) to hold events back for the subscriber.
  void hold(Subscriber& subscriber);
  // The subscriber, a member since the message `joined_seq`, has been brought to `rev`: gives it what waited and
  // follows.
  Attached attach(Subscriber& subscriber, std::int64_t rev, Seq joined_seq, Instant now, Actions& actions);
  // Gives an event that was read for this held subscriber alone.
  void deliver_to(Subscriber& subscriber, const Publication& publication, Actions& actions);
  void remove(Subscriber& subscriber);
  // The subscribers of a user, to be removed.
  std::vector<Subscriber*> of_user(UserId user) const;

  bool has(const Subscriber& subscriber) const;
  // Is it here and brought up to date, so that every event reaches it?
  bool is_attached(const Subscriber& subscriber) const;
  Seq joined_seq(const Subscriber& subscriber);
  bool is_empty() const { return attachments_.empty(); }
  std::size_t size() const { return attachments_.size(); }
  Sequencer<Publication>& sequencer() { return sequencer_; }

 private:
  struct Held {
    std::vector<Publication> publications;
    bool overflowed = false;
  };
  struct Attachment {
    Subscriber* subscriber;
    std::int64_t position = 0;
    Seq joined_seq;
    std::unique_ptr<Held> held;  // while it is held
  };

  std::size_t spread(const Publication& publication, Actions& actions);
  bool offer(Attachment& attachment, const Publication& publication, Actions& actions);
  void give(Attachment& attachment, const Publication& publication, Actions& actions);
  void move_to(Attachment& attachment, std::int64_t position);
  Attachment* find(const Subscriber& subscriber);

  bool counts_in_digest_;
  Sequencer<Publication> sequencer_;
  std::vector<Attachment> attachments_;
};

}  // namespace parley
