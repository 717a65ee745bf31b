// The fixture of the Redis tests: a Redis server that the test may stop, and ways to wait until a node notices a
// change.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "contract/bus_recorder.hpp"
#include "support/redis_server.hpp"

namespace parley::testing {

// Longer than any test runs.
inline constexpr milliseconds kLong{60'000};

class RedisTest : public ::testing::Test {
 protected:
  struct Listener {
    std::shared_ptr<BusRecorder> recorder = std::make_shared<BusRecorder>();
    std::size_t number = 0;
  };

  static RedisOptions options(std::vector<std::string> urls) {
    return {.urls = std::move(urls),
            .password = "",
            .connect_timeout = seconds(1),
            .reply_timeout = seconds(1),
            .secrets = {kNodeSecret}};
  }
  RedisOptions options() const { return options({server_.url()}); }

  static Listener listen(RedisNode& node, const Topic& topic) {
    Listener listener;
    listener.number = node.bus().add_listener(listener.recorder);
    node.bus().subscribe(listener.number, topic);
    EXPECT_TRUE(eventually([&] { return listener.recorder->times_subscribed(topic) > 0; }));
    return listener;
  }

  // Returns whether a publication of one node reaches the other now. Publications sent before this one have arrived,
  // too.
  static bool is_heard(RedisNode& from, const Listener& listener, const Topic& topic, std::int64_t rev) {
    publish(from.bus(), topic, rev);
    return eventually([&] { return std::ranges::count(listener.recorder->revs(), rev) > 0; });
  }

  static bool becomes_broken(RedisNode& node) {
    return eventually([&] { return !node.bus().status().is_whole; });
  }

  const Topic kTopic = ConversationId::generate();
  RedisServer server_;
};

}  // namespace parley::testing
