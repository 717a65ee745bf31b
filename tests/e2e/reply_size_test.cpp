// No reply to a request that reads is much larger than a page, however much there is to read.
#include "e2e/support/scene.hpp"
#include "e2e/support/server_test.hpp"

namespace parley::e2e {
namespace {

constexpr int kMany = 12;
constexpr std::size_t kPageBytes = 32 * 1024;

class ReplySizeTest : public ServerTest {
 protected:
  ReplySizeTest() {
    const std::string bytes = std::to_string(kPageBytes);
    start({"limits.page_bytes=" + bytes, "limits.sync_bytes=" + bytes});
  }

  static std::string long_text(int number) { return "message " + std::string(3'900, '\\') + std::to_string(number); }

  // Fills everything that a reply could list with many large entries.
  Scene crowded_scene() {
    Person author = person("author");
    const Person target = person("target");
    const std::string group = author.create_group({&target});
    Caller calls(server(), author, Way::rest);
    for (int i = 1; i <= kMany; ++i) {
      author.say(group, long_text(i));
      calls.must("pin.add", {{"conversation", group}, {"seq", i}});
      calls.must("message.edit", {{"conversation", group}, {"seq", 1}, {"body", long_text(i)}});
      author.say(author.create_group({&target}), long_text(i));
      calls.must("user.block", {{"user", person("blocked" + std::to_string(i)).id()}});
    }
    const std::string id = author.id();
    Person other_device = author.on_another_device(server());
    return {group,
            id,
            target.id(),
            person("newcomer").id(),
            std::move(author),
            std::move(other_device),
            "fresh",
            person("inviter")};
  }
};

bool only_reads(const Operation& operation) {
  return operation.transport != Transport::websocket &&
         (operation.method == HttpMethod::get || operation.name == "sync");
}

TEST_F(ReplySizeTest, no_reply_is_much_larger_than_a_page) {
  Scene scene = crowded_scene();
  Caller calls(server(), scene.caller, Way::rest);
  std::size_t largest = 0;
  for (const Operation* operation : all_operations()) {
    if (!only_reads(*operation)) continue;
    const std::size_t bytes =
        calls.must(operation->name, fixtures().at(std::string(operation->name))(scene)).dump().size();
    EXPECT_LE(bytes, 2 * kPageBytes) << operation->name;
    largest = std::max(largest, bytes);
  }
  EXPECT_GT(largest, kPageBytes / 2) << "the scene is not crowded";
}

TEST_F(ReplySizeTest, what_hello_and_sync_say_comes_in_pages) {
  Scene scene = crowded_scene();
  LiveClient live = scene.caller.connect_silently();
  const Json hello = live.hello(scene.caller.token());
  EXPECT_LE(hello.dump().size(), 2 * kPageBytes);
  EXPECT_TRUE(hello.at("sync").contains("next"));
}

}  // namespace
}  // namespace parley::e2e
