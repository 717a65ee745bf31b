// One topic's subscribers on one loop, and the rev at which each of them stands. While a subscriber's snapshot is read,
// the subscriber is held: events wait for it. Then it is attached at the snapshot's rev and gets what follows, each rev
// once and in order. If the waiting events do not reach back to the snapshot, the channel says so and the shard reads
// again. Pure: the caller passes the time in. Owned by its shard.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <parley/bus/event_bus.hpp>
#include <parley/hub/sequencer.hpp>
#include <parley/hub/subscriber.hpp>

namespace parley {

// The result of attaching a subscriber.
enum class Attached {
  yes,
  behind,  // events between the snapshot and now are missing: read again from the snapshot's rev
  unknown,  // it is not a subscriber, or not any more
};

class Channel {
 public:
  static constexpr std::size_t kHeldLimit = 512;  // the most events that wait for one subscriber's snapshot

  // Learns what is to be done besides delivering. It is called while the channel walks over its subscribers, so the
  // shard notes the call and acts afterwards.
  class Actions {
   public:
    virtual ~Actions() = default;
    // The publication was delivered to the subscriber.
    virtual void delivered(Subscriber& subscriber, const Publication& publication) = 0;
    // The publication covers more than the subscriber may get, or events that it has already. It is held now, and must
    // be given what follows `since` by itself.
    virtual void needs_catch_up(Subscriber& subscriber, std::int64_t since) = 0;
  };

  // `counts_in_digest`: whether the subscribers' positions in this topic are part of their digests.
  explicit Channel(bool counts_in_digest, SequencerLimits limits = {})
      : counts_in_digest_(counts_in_digest), sequencer_(limits) {}

  // Takes a publication from the bus and delivers everything that is now in order. Returns the number of deliveries.
  std::size_t publish(const Publication& publication, Instant now, Actions& actions);

  // Adds the subscriber if it is new, and holds events back for it until attach().
  void hold(Subscriber& subscriber);
  // The subscriber has the topic's state at `rev`: delivers the events after it that have waited, and from now on those
  // that come. `visible_after` is the last message that the user may not see.
  Attached attach(Subscriber& subscriber, std::int64_t rev, Seq visible_after, Instant now, Actions& actions);
  // Delivers what was read for this subscriber alone, while it is held.
  void deliver_to(Subscriber& subscriber, const Publication& publication, Actions& actions);
  void remove(Subscriber& subscriber);
  // Returns the subscribers of a user.
  std::vector<Subscriber*> of_user(UserId user) const;

  bool has(const Subscriber& subscriber) const;
  // Returns whether every event reaches the subscriber: it was added, and is not held.
  bool is_attached(const Subscriber& subscriber) const;
  Seq visible_after(const Subscriber& subscriber);
  bool is_empty() const { return attachments_.empty(); }
  std::size_t size() const { return attachments_.size(); }
  Sequencer<Publication>& sequencer() { return sequencer_; }

 private:
  struct Held {
    std::vector<Publication> publications;
    bool overflowed = false;  // more than kHeldLimit came, and all were dropped
  };
  struct Attachment {
    Subscriber* subscriber;
    std::int64_t position = 0;  // the rev up to which the subscriber has everything
    Seq visible_after;
    std::unique_ptr<Held> held;  // null unless the subscriber is held
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
