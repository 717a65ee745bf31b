// Shows on the real servers that the injected faults do what the other tests assume.
#include <memory>

#include <gtest/gtest.h>
#include <hiredis/hiredis.h>
#include <pqxx/pqxx>

#include "support/commit_cutter.hpp"
#include "support/postgres_server.hpp"
#include "support/publish_dropper.hpp"
#include "support/redis_server.hpp"
#include "support/tcp_proxy.hpp"

namespace parley::testing {
namespace {

TEST(Faults, a_commit_whose_answer_was_lost_is_stored) {
  PostgresServer& server = PostgresServer::shared();
  const std::string direct_url = server.create_database();
  const auto chance = std::make_shared<Chance>(1, 0.0);
  TcpProxy proxy(server.port(), [&] { return std::make_unique<CommitCutter>(chance); });
  std::string url = direct_url;
  const std::string port = ":" + std::to_string(server.port());
  url.replace(url.find(port), port.size(), ":" + std::to_string(proxy.port()));

  pqxx::connection connection(url);
  pqxx::work(connection).commit();
  {
    pqxx::work work(connection);
    work.exec("CREATE TABLE words (word text)");
    work.exec("INSERT INTO words VALUES ('kept')");
    work.commit();
  }
  chance->set(1);
  {
    pqxx::work work(connection);
    work.exec("INSERT INTO words VALUES ('in doubt')");
    EXPECT_THROW(work.commit(), pqxx::failure);
  }
  EXPECT_EQ(chance->struck(), 1);
  pqxx::connection direct(direct_url);
  EXPECT_EQ(pqxx::work(direct).exec("SELECT * FROM words").size(), 2);
}

TEST(Faults, a_publication_that_was_dropped_is_answered_and_never_heard) {
  const auto chance = std::make_shared<Chance>(1, 0.0);
  TcpProxy proxy(RedisServer::shared().port(), [&] { return std::make_unique<PublishDropper>(chance); });
  const auto connect = [&] {
    return std::unique_ptr<redisContext, decltype(&redisFree)>(redisConnect("127.0.0.1", proxy.port()), redisFree);
  };
  using Reply = std::unique_ptr<redisReply, decltype(&freeReplyObject)>;
  const auto call = [](redisContext& context, const char* command) {
    return Reply(static_cast<redisReply*>(redisCommand(&context, command)), freeReplyObject);
  };
  const auto listening = connect();
  const auto publishing = connect();
  ASSERT_EQ(listening->err, 0);
  ASSERT_EQ(call(*listening, "SUBSCRIBE faults")->elements, 3);
  EXPECT_EQ(call(*publishing, "PUBLISH faults one")->integer, 1);
  chance->set(1);
  EXPECT_EQ(call(*publishing, "PUBLISH faults two")->integer, 0);
  chance->set(0);
  EXPECT_EQ(call(*publishing, "PUBLISH faults three")->integer, 1);
  for (const char* heard : {"one", "three"}) {
    void* reply = nullptr;
    ASSERT_EQ(redisGetReply(listening.get(), &reply), REDIS_OK);
    EXPECT_STREQ(Reply(static_cast<redisReply*>(reply), freeReplyObject)->element[2]->str, heard);
  }
}

}  // namespace
}  // namespace parley::testing
