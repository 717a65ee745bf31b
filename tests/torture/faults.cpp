#include <exception>
#include <stdexcept>
#include <thread>
#include <vector>

#include "support/postgres_server.hpp"
#include "support/redis_server.hpp"
#include "torture/faults.hpp"
#include "torture/forger.hpp"
#include "torture/outsider.hpp"

namespace parley::torture {
namespace {

using e2e::Clock;
using testing::PostgresServer;
using testing::RedisServer;

constexpr int kBlackHoleLengths = 4;
constexpr int kRedisOutageLengths = 6;
constexpr int kMixedLengths = 8;
constexpr seconds kLossPatience{20};
constexpr double kLostCommits = 0.1;
constexpr double kLostPublications = 0.1;
constexpr double kClientCuts = 0.03;

void wait(milliseconds time) { std::this_thread::sleep_for(time); }

std::size_t any_node(Strike& strike) { return strike.random() % kNodes; }

void kill_node(Strike& strike) {
  const std::size_t node = any_node(strike);
  strike.cluster.kill(node);
  wait(strike.length);
  strike.cluster.start(node);
}

void roll_nodes(Strike& strike) {
  for (std::size_t node = 0; node < kNodes; ++node) {
    strike.cluster.stop(node);
    strike.cluster.start(node);
  }
}

void restart_postgres(Strike& strike) {
  PostgresServer::shared().stop_immediately();
  wait(strike.length);
  PostgresServer::shared().start();
}

// The connections to PostgreSQL stay open, but nothing gets through them.
void silence_postgres(Strike& strike) {
  for (std::size_t node = 0; node < kNodes; ++node) strike.cluster.to_postgres(node).stall();
  wait(kBlackHoleLengths * strike.length);
  for (std::size_t node = 0; node < kNodes; ++node) strike.cluster.to_postgres(node).heal();
}

// Loses a share of something for a time. At least one loss has to happen, or the round shows nothing.
void lose(testing::Chance& chance, double share, milliseconds length) {
  const std::int64_t before = chance.struck();
  chance.set(share);
  const Instant latest = Clock::now() + kLossPatience;
  do {
    wait(length);
  } while (chance.struck() == before && Clock::now() < latest);
  chance.set(0);
  if (chance.struck() == before) throw std::runtime_error("nothing was lost");
}

void lose_commits(Strike& strike) { lose(strike.cluster.lost_commits(), kLostCommits, strike.length); }

void stop_redis(Strike& strike) {
  RedisServer::shared().stop();
  wait(kRedisOutageLengths * strike.length);
  RedisServer::shared().start();
}

void lose_publications(Strike& strike) { lose(strike.cluster.lost_publications(), kLostPublications, strike.length); }

// Empties Redis several times: the nodes have to write their leases and limits again each time.
void flush_redis(Strike& strike) {
  constexpr int kTimes = 5;
  for (int i = 0; i < kTimes; ++i) {
    RedisServer::shared().flush();
    wait(strike.length / kTimes);
  }
}

// Cuts one node off from Redis. Its connection stays open, so the node has to notice the silence itself.
void cut_off_from_redis(Strike& strike) {
  testing::TcpProxy& link = strike.cluster.to_redis(any_node(strike));
  link.stall();
  wait(2 * strike.length);
  link.heal();
}

// Publishes forged and repeated messages for all topics of the cluster, all the while.
void forge_messages(Strike& strike) {
  Outsider outsider(strike.cluster, "outsider" + std::to_string(strike.random() % 1'000'000'007));
  Forger forger(*UserId::parse(outsider.id()), strike.random());
  for (const Instant end = Clock::now() + strike.length; Clock::now() < end;) {
    forger.forge();
    outsider.listen();
  }
  outsider.expect_nothing();
  if (forger.reached() == 0) throw std::runtime_error("no node got a forged message");
}

void cut_clients(Strike& strike) { lose(strike.cluster.client_cuts(), kClientCuts, strike.length); }

// Injects one fault after the other, with pauses, until the given time.
void stir(Strike strike, Instant end, const std::vector<void (*)(Strike&)>& faults) {
  while (Clock::now() < end) {
    faults[strike.random() % faults.size()](strike);
    wait(milliseconds(strike.random() % static_cast<std::uint64_t>(strike.length.count())));
  }
}

// Disturbs nodes, PostgreSQL and Redis at the same time, while answers, publications and connections get lost.
void mix_everything(Strike& strike) {
  strike.cluster.lost_commits().set(kLostCommits / 4);
  strike.cluster.lost_publications().set(kLostPublications);
  strike.cluster.client_cuts().set(kClientCuts / 4);
  const Instant end = Clock::now() + kMixedLengths * strike.length;
  std::vector<std::exception_ptr> failures(3);
  {
    const std::vector<std::vector<void (*)(Strike&)>> lanes = {
        {kill_node, roll_nodes}, {restart_postgres, silence_postgres}, {stop_redis, flush_redis, cut_off_from_redis}};
    std::vector<std::jthread> threads;
    for (std::size_t lane = 0; lane < lanes.size(); ++lane) {
      const Strike part{strike.cluster, std::mt19937_64(strike.random()), strike.length};
      threads.emplace_back([&failure = failures[lane], &faults = lanes[lane], part, end] {
        try {
          stir(part, end, faults);
        } catch (...) {
          failure = std::current_exception();
        }
      });
    }
  }
  strike.cluster.calm();
  for (const std::exception_ptr& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
}

constexpr Fault kFaults[] = {
    {"node_killed", "kill -9 of a node", kill_node},
    {"postgres_restarted", "PostgreSQL stopped at once and started again", restart_postgres},
    {"postgres_black_hole", "PostgreSQL silent", silence_postgres},
    {"commit_reply_cut", "one reply to COMMIT in ten cut", lose_commits},
    {"redis_stopped", "Redis stopped", stop_redis},
    {"publications_lost", "one publication in ten lost", lose_publications},
    {"redis_flushed", "Redis flushed", flush_redis},
    {"redis_partition", "one node cut off from Redis", cut_off_from_redis},
    {"forger", "forged and repeated messages in Redis", forge_messages},
    {"clients_cut", "client connections cut at random", cut_clients},
    {"nodes_rolled", "all nodes rolled with SIGTERM", roll_nodes},
    {"mixed", "all of it mixed", mix_everything},
};

}  // namespace

std::span<const Fault> all_faults() { return kFaults; }

}  // namespace parley::torture
