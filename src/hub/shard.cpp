// A channel delivers while it walks over its subscribers. What a delivery asks for, such as leaving the channel or
// reading missing events, would change the channel, so it is noted and done by act() afterwards.
//
// Missing events are found in two ways: a channel's sequencer sees a gap, or the sweeper finds a higher rev in the
// database. A conversation's missing events are read from the database. The stream of a user cannot be read again, so
// its subscribers are disconnected and sync again. Those whose session has ended are told so.
#include <parley/hub/shard.hpp>

#include <algorithm>
#include <mutex>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>

#include <parley/base/log.hpp>

namespace parley {
namespace {

constexpr milliseconds kGapCheckInterval{50};
constexpr int kCatchUpAttempts = 8;  // then the client is disconnected and syncs again

// Ends a connection that misses events which the shard cannot get. The client reconnects, and its sync brings them.
void lose_stream(Subscriber& subscriber) { subscriber.end(CloseCode::stream_lost, "reconnect and sync"); }

void end_session(Subscriber& subscriber) { subscriber.end(CloseCode::session_revoked, "the session was revoked"); }

}  // namespace

// Takes publications from the bus on any thread and hands them to the shard on its loop. The bus shares its ownership,
// so a publication that comes late finds an inbox whose shard is gone, and is dropped.
class Shard::Inbox final : public BusListener, public std::enable_shared_from_this<Inbox> {
 public:
  explicit Inbox(Shard& shard, Executor loop) : shard_(&shard), loop_(std::move(loop)) {}

  // Only the first publication since the last turn wakes the loop.
  void publications(std::span<const Publication> publications) override {
    bool must_wake = false;
    {
      std::scoped_lock lock(mutex_);
      must_wake = waiting_.empty();
      waiting_.insert(waiting_.end(), publications.begin(), publications.end());
    }
    if (!must_wake) return;
    asio::post(loop_, [self = shared_from_this()] {
      if (self->shard_) self->shard_->receive(self->take());
    });
  }

  void subscribed(std::span<const Topic> topics) override {
    asio::post(loop_, [self = shared_from_this(), topics = std::vector(topics.begin(), topics.end())] {
      if (self->shard_) self->shard_->sweeper_.mark_suspect(topics);
    });
  }

  void close() { shard_ = nullptr; }

 private:
  std::vector<Publication> take() {
    std::scoped_lock lock(mutex_);
    return std::exchange(waiting_, {});
  }

  Shard* shard_;  // used on the loop only
  Executor loop_;
  std::mutex mutex_;
  std::vector<Publication> waiting_;
};

Shard::Shard(asio::io_context& loop, EventBus& bus, const HubSources& sources, EncodeText encode, Metrics& metrics)
    : loop_(loop),
      bus_(bus),
      recover_(sources.recover),
      find_visible_after_(sources.find_visible_after),
      has_session_ended_(sources.has_session_ended),
      note_departure_(sources.note_departure),
      encode_(std::move(encode)),
      metrics_(metrics),
      inbox_(std::make_shared<Inbox>(*this, loop.get_executor())),
      listener_(bus.add_listener(inbox_)),
      gap_timer_(loop.get_executor()),
      sweeper_(loop.get_executor(), *this, sources.read_revs, sources.check_bus),
      tasks_(loop.get_executor()) {}

Shard::~Shard() { inbox_->close(); }

void Shard::hold(Subscriber& subscriber, const Topic& topic) {
  Channel& joined = channel(topic);
  if (!joined.has(subscriber)) subscriber.topics_.push_back(topic);
  joined.hold(subscriber);
}

void Shard::attach(Subscriber& subscriber, const Topic& topic, std::int64_t rev, Seq visible_after) {
  if (!channel(topic).has(subscriber)) hold(subscriber, topic);
  walked_ = &topic;
  const Attached attached = channel(topic).attach(subscriber, rev, visible_after, Instant::clock::now(), *this);
  walked_ = nullptr;
  // The subscriber stays held until catch_up() has read what lies between its snapshot and the events that have waited.
  if (attached == Attached::behind) catch_ups_.push_back({&subscriber, topic, rev});
  watch_gap(topic);
  act();
}

void Shard::abandon(Subscriber& subscriber, const Topic& topic) { leave(subscriber, topic); }

bool Shard::is_attached(const Subscriber& subscriber, const Topic& topic) const {
  const auto found = channels_.find(topic);
  return found != channels_.end() && found->second.is_attached(subscriber);
}

// Takes the list of topics first. Leaving them one by one would search the list for each of them.
void Shard::remove(Subscriber& subscriber) {
  for (const Topic& topic : std::exchange(subscriber.topics_, {})) leave_channel(subscriber, topic);
}

Awaitable<bool> Shard::shut_down(Instant deadline) {
  gaps_.stop();
  gap_timer_.cancel();
  tasks_.abort();  // the sweeper, reads for gaps, and reads for single subscribers
  co_return co_await tasks_.join(deadline);
}

void Shard::receive(const std::vector<Publication>& publications) {
  const Instant now = Instant::clock::now();
  for (const Publication& publication : publications) take(publication, now);
}

void Shard::take(const Publication& publication, Instant now) {
  const auto found = channels_.find(publication.topic);
  if (found == channels_.end()) return;  // the last subscriber has just gone
  walked_ = &publication.topic;
  note_deliveries(found->second.publish(publication, now, *this), publication.committed_at);
  walked_ = nullptr;
  // Ending sessions is not left to the order of the stream: it happens when the publication arrives.
  if (const auto* ended = std::get_if<EndSessions>(&publication.instruction)) end_sessions(publication, *ended);
  if (const auto* left = std::get_if<StopDelivery>(&publication.instruction)) note_departure_(loop_, left->user);
  watch_gap(publication.topic);
  act();
}

// Ends the connections of revoked sessions at once, even while they are held or wait for an earlier event.
void Shard::end_sessions(const Publication& publication, const EndSessions& ended) {
  for (Subscriber* subscriber : channel(publication.topic).of_user(std::get<UserId>(publication.topic))) {
    if (std::ranges::find(ended.sessions, subscriber->session()) == ended.sessions.end()) continue;
    end_session(*subscriber);
  }
}

// Does what was noted while a channel walked over its subscribers. That may note more, so it repeats until nothing is
// left.
void Shard::act() {
  while (!departures_.empty() || !catch_ups_.empty() || !joins_.empty()) {
    for (const Departure& departure : std::exchange(departures_, {})) leave(*departure.subscriber, departure.topic);
    for (const auto& [subscriber, from] : std::exchange(joins_, {})) join(*subscriber, from);
    for (const CatchUp& missing : std::exchange(catch_ups_, {})) {
      if (const auto* conversation = std::get_if<ConversationId>(&missing.topic)) {
        tasks_.spawn(catch_up(missing.subscriber->weak_self(), *conversation, Rev(missing.since)));
      } else {
        Subscriber& loser = *missing.subscriber;
        tasks_.spawn(lose_user_stream(loser.weak_self(), loser.user(), loser.session()));
      }
    }
  }
}

// Holds the conversation for a subscriber who has joined, and attaches it once the database has confirmed that.
void Shard::join(Subscriber& subscriber, const StreamPosition& from) {
  const Topic topic = from.conversation;
  if (channel(topic).has(subscriber)) return;
  hold(subscriber, topic);
  tasks_.spawn(confirm_join(subscriber.weak_self(), subscriber.user(), from));
}

// An instruction that came over the bus is a hint: the database decides who is a member, and since which message.
Awaitable<void> Shard::confirm_join(std::weak_ptr<Subscriber> weak, UserId user, StreamPosition from) {
  const Topic topic = from.conversation;
  for (int attempt = 0; attempt < kCatchUpAttempts; ++attempt) {
    const Result<std::optional<Seq>> visible_after = co_await find_visible_after_(from.conversation, user);
    const auto subscriber = weak.lock();
    const auto found = channels_.find(topic);
    if (!subscriber || found == channels_.end() || !found->second.has(*subscriber)) co_return;
    if (!visible_after) continue;
    if (!*visible_after) co_return leave(*subscriber, topic);
    co_return attach(*subscriber, topic, from.rev.value(), **visible_after);
  }
  if (const auto subscriber = weak.lock()) lose_stream(*subscriber);
}

void Shard::delivered(Subscriber& subscriber, const Publication& publication) { instruct(subscriber, publication); }

void Shard::needs_catch_up(Subscriber& subscriber, std::int64_t since) {
  catch_ups_.push_back({&subscriber, *walked_, since});
}

std::vector<Topic> Shard::topics() const {
  std::vector<Topic> topics;
  topics.reserve(channels_.size());
  for (const auto& [topic, channel] : channels_) topics.push_back(topic);
  return topics;
}

void Shard::observe(const StreamRev& stream, Instant now) {
  const auto found = channels_.find(stream.topic);
  if (found == channels_.end()) return;
  found->second.sequencer().observe(stream.rev, now);
  watch_gap(stream.topic);
}

// Notes what the publication's instruction asks for this subscriber.
void Shard::instruct(Subscriber& subscriber, const Publication& publication) {
  if (const auto* left = std::get_if<StopDelivery>(&publication.instruction)) {
    if (subscriber.user() == left->user) departures_.push_back({&subscriber, publication.topic});
  } else if (const auto* joined = std::get_if<StartDelivery>(&publication.instruction)) {
    joins_.emplace_back(&subscriber, joined->from);
  } else if (const auto* rules = std::get_if<PresenceRules>(&publication.instruction)) {
    subscriber.apply(*rules);
  }
}

void Shard::leave(Subscriber& subscriber, const Topic& topic) {
  std::erase(subscriber.topics_, topic);
  leave_channel(subscriber, topic);
}

void Shard::leave_channel(Subscriber& subscriber, const Topic& topic) {
  const auto found = channels_.find(topic);
  if (found != channels_.end()) found->second.remove(subscriber);
  drop_if_empty(topic);
}

// Unsubscribes from a topic on the bus when its last subscriber has left.
void Shard::drop_if_empty(const Topic& topic) {
  const auto found = channels_.find(topic);
  if (found == channels_.end() || !found->second.is_empty()) return;
  channels_.erase(found);
  gaps_.forget(topic);
  bus_.unsubscribe(listener_, topic);
}

// Returns the topic's channel, and subscribes on the bus if it is new. Only conversations count in the digest.
Channel& Shard::channel(const Topic& topic) {
  const auto [found, is_new] = channels_.try_emplace(topic, std::holds_alternative<ConversationId>(topic));
  if (is_new) bus_.subscribe(listener_, topic);
  return found->second;
}

void Shard::note_deliveries(std::size_t count, Instant committed_at) {
  if (count == 0) return;
  metrics_.deliveries.add(count);
  // The times are taken after the connections' writes, which are posted before this for the end of the turn.
  if (turn_commits_.empty()) asio::post(loop_, [this] { observe_delivery_times(); });
  turn_commits_.push_back(committed_at);
}

void Shard::observe_delivery_times() {
  const Instant now = Instant::clock::now();
  for (const Instant committed_at : std::exchange(turn_commits_, {})) {
    metrics_.delivery_seconds.observe(now - committed_at);
  }
}

void Shard::watch_gap(const Topic& topic) {
  const auto found = channels_.find(topic);
  const bool has_gap = found != channels_.end() && found->second.sequencer().has_gap();
  if (gaps_.note(topic, has_gap)) tasks_.spawn(watch_gaps());
}

// Runs as long as any stream misses events, and asks for events that have been missing for too long.
Awaitable<void> Shard::watch_gaps() {
  for (;;) {
    gap_timer_.expires_after(kGapCheckInterval);
    boost::system::error_code cancelled;
    co_await gap_timer_.async_wait(asio::redirect_error(use_awaitable, cancelled));
    const std::vector<Topic> topics = gaps_.look();
    if (cancelled || topics.empty()) co_return;
    for (const Topic& topic : topics) look_after(topic, Instant::clock::now());
  }
}

// Fills the gap of one stream if its sequencer asks for that now.
void Shard::look_after(const Topic& topic, Instant now) {
  const auto since = channel(topic).sequencer().ask(now);
  if (!since) return;
  if (const auto* conversation = std::get_if<ConversationId>(&topic)) {
    tasks_.spawn(fill_gap(*conversation, Rev(*since)));
  } else {
    const UserId user = std::get<UserId>(topic);
    for (Subscriber* subscriber : channel(topic).of_user(user)) {
      tasks_.spawn(lose_user_stream(subscriber->weak_self(), user, subscriber->session()));
    }
  }
}

// Ends a connection that misses events of its user. One of them may have said that the session has ended.
Awaitable<void> Shard::lose_user_stream(std::weak_ptr<Subscriber> weak, UserId user, SessionId session) {
  const Result<bool> has_ended = co_await has_session_ended_(user, session);
  const auto subscriber = weak.lock();
  if (!subscriber) co_return;
  has_ended.value_or(false) ? end_session(*subscriber) : lose_stream(*subscriber);
}

// Reads a conversation's missing events for all its subscribers together.
Awaitable<void> Shard::fill_gap(ConversationId conversation, Rev since) {
  const Result<RecoveredStream> recovered = co_await recover_(conversation, since, Seq(0));
  if (!recovered) {  // the sequencer asks again
    log::warn("hub.recovery_failed", {{"conversation", conversation}, {"detail", recovered.error().detail}});
    co_return;
  }
  apply_recovered(conversation, *recovered);
}

namespace {

// Returns what was read from the database in the form in which the bus would have brought it.
Publication publication_of(const Topic& topic, const RecoveredStream& recovered, SharedEvent event) {
  Publication publication;
  publication.topic = topic;
  publication.since = recovered.since.value();
  publication.rev = recovered.rev.value();
  publication.event = std::move(event);
  publication.committed_at = Instant::clock::now();
  return publication;
}

}  // namespace

void Shard::apply_recovered(const Topic& topic, const RecoveredStream& recovered) {
  const auto found = channels_.find(topic);
  if (found == channels_.end()) return;
  // Users who have left may not see later messages. The text contains earlier and later ones, so they do not get it.
  for (const UserId user : recovered.left) {
    note_departure_(loop_, user);
    for (Subscriber* subscriber : found->second.of_user(user)) departures_.push_back({subscriber, topic});
  }
  act();
  Publication publication = publication_of(topic, recovered, encode_(recovered.text));
  publication.is_recovered = true;
  take(publication, Instant::clock::now());
}

// Reads what one held subscriber misses after `since`, until it can be attached. More events may come during a read; if
// too many have waited, attach() says `behind`, and the next read begins where this one ended. Nothing that was looked
// up before a co_await is used after it, because subscriber and channel may be gone by then.
Awaitable<void> Shard::catch_up(std::weak_ptr<Subscriber> weak, ConversationId conversation, Rev since) {
  const Topic topic = conversation;
  for (int attempt = 0; attempt < kCatchUpAttempts; ++attempt) {
    Seq visible_after;
    if (const auto subscriber = weak.lock(); subscriber && channels_.contains(topic)) {
      visible_after = channels_.at(topic).visible_after(*subscriber);
    }
    const Result<RecoveredStream> recovered = co_await recover_(conversation, since, visible_after);
    const auto subscriber = weak.lock();
    const auto found = channels_.find(topic);
    if (!subscriber || found == channels_.end() || !found->second.has(*subscriber)) co_return;
    if (!recovered) continue;
    if (recovered->rev > since) {
      found->second.deliver_to(*subscriber, publication_of(topic, *recovered, encode_(recovered->text)), *this);
    }
    since = recovered->rev;
    walked_ = &topic;
    const Attached attached =
        found->second.attach(*subscriber, since.value(), visible_after, Instant::clock::now(), *this);
    walked_ = nullptr;
    watch_gap(topic);
    act();
    if (attached != Attached::behind) co_return;
  }
  if (const auto subscriber = weak.lock()) lose_stream(*subscriber);
}

}  // namespace parley
