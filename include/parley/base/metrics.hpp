// Defines the server's metrics. The composition root owns one Metrics object and hands it out by reference; any thread
// may count and any thread may read. Counting is a relaxed atomic addition on a cache line of its own; the hottest code
// should add once per batch or flush rather than once per item.
//
// Each metric is declared once, with its exported name and its help text; the page at /metrics is generated from these
// declarations in the Prometheus text format (src/app/metrics_page.cpp).
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cassert>
#include <chrono>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <parley/base/error.hpp>
#include <parley/base/security_cause.hpp>

namespace parley {

class Counter;
class Gauge;
class Histogram;
template <class Code>
class CounterFamily;

// Lists the metrics that a derived class declares as members, in the order of their declaration. Each metric adds
// itself in its constructor, so a set must not be copied or moved.
class MetricSet {
 public:
  using Metric = std::variant<const Counter*, const Gauge*, const Histogram*, const CounterFamily<std::uint16_t>*,
                              const CounterFamily<ErrorCode>*, const CounterFamily<SecurityCause>*>;

  MetricSet() = default;
  MetricSet(const MetricSet&) = delete;
  MetricSet& operator=(const MetricSet&) = delete;

  void add(Metric metric) { metrics_.push_back(metric); }
  const std::vector<Metric>& metrics() const { return metrics_; }

 private:
  std::vector<Metric> metrics_;
};

struct MetricName {
  std::string_view name;  // as exported, without the prefix "parley_"
  std::string_view help;
};

// Counts events; the value only grows. It has a cache line of its own, so that two threads that count different things
// do not slow each other down.
class alignas(64) Counter {
 public:
  Counter(MetricSet& set, std::string_view name, std::string_view help) : name_{name, help} { set.add(this); }

  void add(std::uint64_t count = 1) { value_.fetch_add(count, std::memory_order_relaxed); }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }
  const MetricName& name() const { return name_; }

 private:
  std::atomic<std::uint64_t> value_{0};
  MetricName name_;
};

// Holds a value that goes up and down. A gauge is used either with add() and subtract(), or with set(), never with
// both.
class alignas(64) Gauge {
 public:
  Gauge(MetricSet& set, std::string_view name, std::string_view help) : name_{name, help} { set.add(this); }

  void add(std::int64_t count = 1) { value_.fetch_add(count, std::memory_order_relaxed); }
  void subtract(std::int64_t count = 1) { value_.fetch_sub(count, std::memory_order_relaxed); }
  void set(std::int64_t value) { value_.store(value, std::memory_order_relaxed); }
  std::int64_t value() const { return value_.load(std::memory_order_relaxed); }
  const MetricName& name() const { return name_; }

 private:
  std::atomic<std::int64_t> value_{0};
  MetricName name_;
};

// Counts how many observed values were at most each of a few bounds, which are fixed at construction. Durations are
// counted in nanoseconds and exported in seconds.
class alignas(64) Histogram {
 public:
  enum class Unit { items, seconds };
  static constexpr std::size_t kMaxBounds = 20;

  // REQUIRES: `bounds` are sorted in ascending order, in items or seconds, and there are at most kMaxBounds of them.
  Histogram(MetricSet& set, std::string_view name, std::string_view help, Unit unit, std::span<const double> bounds);

  void observe(std::uint64_t value) {
    std::size_t bucket = 0;
    while (bucket < bound_count_ && value > bounds_[bucket]) ++bucket;
    buckets_[bucket].fetch_add(1, std::memory_order_relaxed);
    sum_.fetch_add(value, std::memory_order_relaxed);
  }
  void observe(std::chrono::nanoseconds duration) {
    observe(static_cast<std::uint64_t>(std::max<std::int64_t>(duration.count(), 0)));
  }

  struct Snapshot {
    std::vector<double> bounds;  // in items or seconds
    std::vector<std::uint64_t> buckets;  // not cumulative; the last one, after all bounds, has no upper bound
    std::uint64_t count = 0;
    double sum = 0;
  };
  // Returns the counts of this moment. Threads that observe at the same time may be counted in part: `sum` may include
  // a value that `buckets` does not, or the other way round.
  Snapshot snapshot() const;
  const MetricName& name() const { return name_; }

 private:
  double scale() const { return unit_ == Unit::seconds ? 1e-9 : 1; }

  // Every observation reads these members and none writes them, so they do not share a cache line with the counts.
  std::array<std::uint64_t, kMaxBounds> bounds_{};
  std::size_t bound_count_ = 0;
  Unit unit_;
  MetricName name_;
  alignas(64) std::array<std::atomic<std::uint64_t>, kMaxBounds + 1> buckets_{};
  std::atomic<std::uint64_t> sum_{0};
};

// Holds one counter for each code of a small set, such as close codes. A code claims a slot when it is first counted.
// When all slots are taken, the remaining codes are counted together as kOther, so that a client that invents codes
// cannot make the metrics page grow without limit.
template <class Code>
class CounterFamily {
 public:
  static constexpr std::size_t kSlots = 64;
  static constexpr int kOther = -1;

  // `label` names the code on the page.
  CounterFamily(MetricSet& set, std::string_view name, std::string_view help, std::string_view label)
      : name_{name, help}, label_(label) {
    set.add(this);
  }

  void add(Code code, std::uint64_t count = 1) {
    slot_of(static_cast<int>(code)).count.fetch_add(count, std::memory_order_relaxed);
  }

  std::uint64_t value(Code code) const {
    for (const Slot& slot : slots_) {
      if (slot.code.load(std::memory_order_relaxed) == static_cast<int>(code)) return count_of(slot);
    }
    return 0;
  }

  // Calls visit(int code, uint64_t count) for each code that was counted. The code kOther stands for all codes that
  // have no slot.
  template <class Visit>
  void for_each(Visit visit) const {
    for (const Slot& slot : slots_) {
      const int code = slot.code.load(std::memory_order_relaxed);
      if (code != kFree) visit(code, count_of(slot));
    }
    if (count_of(other_) > 0) visit(kOther, count_of(other_));
  }

  const MetricName& name() const { return name_; }
  std::string_view label() const { return label_; }

 private:
  static constexpr int kFree = -2;

  struct Slot {
    std::atomic<int> code{kFree};
    std::atomic<std::uint64_t> count{0};
  };

  static std::uint64_t count_of(const Slot& slot) { return slot.count.load(std::memory_order_relaxed); }

  // Finds the code's slot, or claims a free one, by open addressing with linear probing. A slot is never given back, so
  // no lock is needed: if another thread claims the slot first, the exchange fails and stores that thread's code in
  // `found`, which may be the same code.
  Slot& slot_of(int code) {
    const auto start = static_cast<std::size_t>(code);
    for (std::size_t step = 0; step < kSlots; ++step) {
      Slot& slot = slots_[(start + step) % kSlots];
      int found = slot.code.load(std::memory_order_relaxed);
      if (found == kFree && slot.code.compare_exchange_strong(found, code, std::memory_order_relaxed)) return slot;
      if (found == code) return slot;
    }
    return other_;
  }

  std::array<Slot, kSlots> slots_;
  Slot other_;
  MetricName name_;
  std::string_view label_;
};

// All metrics of the server. The names here are without the prefix "parley_".
struct Metrics : MetricSet {
  using Unit = Histogram::Unit;
  static constexpr std::array<double, 10> kSizes = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512};
  static constexpr std::array kLatencies = {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01,
                                            0.025,  0.05,    0.1,    0.25,  1.0,    5.0};

  // Connections
  Gauge http_connections{*this, "http_connections", "Open HTTP connections that were not upgraded to WebSocket."};
  Gauge websocket_connections{*this, "websocket_connections", "Open WebSocket connections."};
  Counter connections_accepted{*this, "connections_accepted_total", "TCP connections accepted."};
  Counter websockets_accepted{*this, "websockets_accepted_total", "Connections upgraded to WebSocket."};
  CounterFamily<std::uint16_t> http_requests{*this, "http_requests_total", "HTTP requests answered, by status.",
                                             "status"};
  CounterFamily<std::uint16_t> closes{*this, "websocket_closes_total", "WebSocket connections closed, by close code.",
                                      "code"};
  Gauge sessions_active{*this, "sessions_active", "Users who are online on this node."};

  // Messages
  Counter messages_sent{*this, "messages_sent_total", "Messages stored, without repeated sends."};
  Counter messages_duplicate{*this, "messages_duplicate_total", "Sends that repeated a stored message."};
  Counter deliveries{*this, "deliveries_total", "Events written to a client's socket."};
  Counter bytes_out{*this, "websocket_sent_bytes_total", "Bytes written to WebSocket connections."};
  Histogram commit_batch_size{*this, "commit_batch_messages", "Messages in one commit.", Unit::items, kSizes};
  Histogram commit_seconds{*this, "commit_seconds", "Time of one commit of messages.", Unit::seconds, kLatencies};
  Histogram ack_seconds{*this, "ack_seconds", "Time from a message's arrival to its acknowledgement.", Unit::seconds,
                        kLatencies};
  Histogram delivery_seconds{*this, "delivery_seconds", "Time from an event's commit to its write to a socket.",
                             Unit::seconds, kLatencies};
  Counter syncs{*this, "syncs_total", "Sync requests answered."};
  Counter sync_resets{*this, "sync_resets_total", "Conversations that a sync reset instead of catching up."};

  // Search
  Counter search_indexed{*this, "search_indexed_messages_total",
                         "Messages written to the search index, including changed ones."};
  Gauge search_lag_seconds{*this, "search_index_lag_seconds",
                           "Age of the oldest change that is not in the search index yet."};

  // Queues
  Gauge unread_body_bytes{*this, "http_unread_body_bytes",
                          "Bytes of request headers and bodies that have not arrived as a whole."};
  Gauge unsent_reply_bytes{*this, "http_unsent_reply_bytes", "Bytes of HTTP responses that wait for their clients."};
  Gauge outbound_queue_bytes{*this, "outbound_queue_bytes", "Bytes queued for WebSocket connections."};
  Gauge store_queue_reads{*this, "store_queue_reads", "Reads waiting for the database."};
  Gauge store_queue_writes{*this, "store_queue_writes", "Writes waiting for the database."};
  Gauge bcrypt_queue{*this, "bcrypt_queue", "Passwords waiting to be hashed."};

  // Redis
  Gauge redis_links_up{*this, "redis_links_up", "Open connections to Redis, normally two per endpoint."};
  Counter redis_reconnects{*this, "redis_reconnects_total", "Connections to Redis that were opened again."};
  Counter redis_published{*this, "redis_published_total", "Publications that Redis accepted for the other nodes."};
  Counter redis_received{*this, "redis_received_total", "Publications of other nodes received."};
  Counter redis_dropped{*this, "redis_dropped_total",
                        "Publications that Redis did not accept in time; other nodes read them from the database."};
  Counter redis_refused{*this, "redis_refused_total",
                        "Messages from Redis that are not taken, because they are not from a node of this server."};

  // Trouble
  CounterFamily<ErrorCode> errors{*this, "errors_total", "Errors answered to clients, by code.", "code"};
  CounterFamily<ErrorCode> http_refusals{
      *this, "http_refusals_total", "HTTP requests refused before they reached an operation, by reason.", "reason"};
  CounterFamily<SecurityCause> security_events{*this, "security_events_total", "Security events, by event and reason.",
                                               "event"};
  Counter rate_limited{*this, "rate_limited_total", "Requests refused by a rate limit."};
};

}  // namespace parley
