// Each subscriber has a position of its own, because its snapshot may be newer than what the bus has brought. It gets a
// publication that continues at its position. If a publication covers more than that, the subscriber is held until the
// shard has caught it up.
#include <parley/hub/channel.hpp>

#include <algorithm>

namespace parley {

std::size_t Channel::publish(const Publication& publication, Instant now, Actions& actions) {
  // An ephemeral event, such as typing, has no rev and is delivered as it comes.
  if (publication.rev == 0) return spread(publication, actions);
  sequencer_.accept(publication.since, publication.rev, publication, now);
  std::size_t deliveries = 0;
  while (const auto next = sequencer_.release(now)) deliveries += spread(*next, actions);
  return deliveries;
}

std::size_t Channel::spread(const Publication& publication, Actions& actions) {
  std::size_t deliveries = 0;
  for (Attachment& attachment : attachments_) deliveries += offer(attachment, publication, actions) ? 1 : 0;
  return deliveries;
}

// Delivers the publication to one subscriber, holds it back, or leaves it out. Returns true if it was delivered.
bool Channel::offer(Attachment& attachment, const Publication& publication, Actions& actions) {
  if (attachment.held) {
    if (publication.rev == 0) return false;  // an ephemeral event is out of date when the snapshot is complete
    // When too many events wait, all are dropped: attach() then finds that they are missing and has them read.
    Held& held = *attachment.held;
    held.overflowed = held.overflowed || held.publications.size() >= kHeldLimit;
    if (held.overflowed)
      held.publications.clear();
    else
      held.publications.push_back(publication);
    return false;
  }
  if (publication.rev == 0) {
    if (std::ranges::find(publication.except, attachment.subscriber->user()) != publication.except.end()) return false;
    give(attachment, publication, actions);
    return true;
  }
  if (publication.rev <= attachment.position) return false;
  const bool holds_too_much = publication.is_recovered && attachment.visible_after > Seq(0);
  if (publication.since != attachment.position || holds_too_much) {
    // The publication covers revs that this subscriber has, or messages that its user may not see. It gets its own
    // part by itself.
    attachment.held = std::make_unique<Held>();
    actions.needs_catch_up(*attachment.subscriber, attachment.position);
    return false;
  }
  give(attachment, publication, actions);
  return true;
}

// Delivers the publication and moves the subscriber's position. A member who may not see the message that it shows gets
// the other text.
void Channel::give(Attachment& attachment, const Publication& publication, Actions& actions) {
  const bool is_hidden = publication.hidden_message && *publication.hidden_message <= attachment.visible_after;
  attachment.subscriber->deliver(is_hidden ? publication.otherwise : publication.event);
  if (publication.rev != 0) move_to(attachment, publication.rev);
  actions.delivered(*attachment.subscriber, publication);
}

void Channel::hold(Subscriber& subscriber) {
  Attachment* attachment = find(subscriber);
  if (!attachment) attachment = &attachments_.emplace_back(&subscriber);
  if (!attachment->held) attachment->held = std::make_unique<Held>();
}

Attached Channel::attach(Subscriber& subscriber, std::int64_t rev, Seq visible_after, Instant now, Actions& actions) {
  Attachment* attachment = find(subscriber);
  if (!attachment) return Attached::unknown;
  if (!attachment->held) return Attached::yes;
  attachment->visible_after = visible_after;
  sequencer_.start_at(rev);
  sequencer_.observe(rev, now);

  // What has waited follows the snapshot without a gap if its first event comes directly after it. If nothing has
  // waited, the sequencer must not have gone past the snapshot.
  std::vector<Publication> waiting = std::move(attachment->held->publications);
  std::erase_if(waiting, [&](const Publication& publication) { return publication.rev <= rev; });
  const std::int64_t follows = waiting.empty() ? sequencer_.position() : waiting.front().since;
  if (attachment->held->overflowed || follows > rev) {
    attachment->held->overflowed = false;
    attachment->held->publications = std::move(waiting);
    return Attached::behind;
  }
  attachment->held.reset();
  move_to(*attachment, std::max(attachment->position, rev));
  for (const Publication& publication : waiting) offer(*attachment, publication, actions);
  return Attached::yes;
}

void Channel::deliver_to(Subscriber& subscriber, const Publication& publication, Actions& actions) {
  if (Attachment* attachment = find(subscriber)) give(*attachment, publication, actions);
}

void Channel::remove(Subscriber& subscriber) {
  Attachment* attachment = find(subscriber);
  if (!attachment) return;
  move_to(*attachment, 0);  // takes the channel's part out of the subscriber's digest
  std::swap(*attachment, attachments_.back());
  attachments_.pop_back();
}

std::vector<Subscriber*> Channel::of_user(UserId user) const {
  std::vector<Subscriber*> found;
  for (const Attachment& attachment : attachments_) {
    if (attachment.subscriber->user() == user) found.push_back(attachment.subscriber);
  }
  return found;
}

bool Channel::has(const Subscriber& subscriber) const {
  return std::ranges::any_of(attachments_, [&](const Attachment& one) { return one.subscriber == &subscriber; });
}

bool Channel::is_attached(const Subscriber& subscriber) const {
  return std::ranges::any_of(attachments_,
                             [&](const Attachment& one) { return one.subscriber == &subscriber && !one.held; });
}

Seq Channel::visible_after(const Subscriber& subscriber) {
  const Attachment* attachment = find(subscriber);
  return attachment ? attachment->visible_after : Seq(0);
}

// Moves a subscriber's position, and its digest by the same number.
void Channel::move_to(Attachment& attachment, std::int64_t position) {
  if (counts_in_digest_) attachment.subscriber->digest_ += position - attachment.position;
  attachment.position = position;
}

Channel::Attachment* Channel::find(const Subscriber& subscriber) {
  const auto found = std::ranges::find(attachments_, &subscriber, [](const Attachment& one) { return one.subscriber; });
  return found == attachments_.end() ? nullptr : &*found;
}

}  // namespace parley
