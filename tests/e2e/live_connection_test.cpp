#include "e2e/support/server_test.hpp"

namespace parley::e2e {
namespace {

using LiveConnectionTest = ServerTest;

TEST_F(LiveConnectionTest, a_client_that_vanishes_while_its_hello_is_answered_leaves_nothing_behind) {
  start({"limits.connections_per_user=3"});
  Person ann = person("ann");
  const std::string group = ann.create_group({});
  for (int i = 0; i < 60; ++i) {
    LiveClient client = ann.connect_silently();
    client.send("hello", {{"token", ann.token()}});
    client.cut();
    ann.say(group, "to whoever is there");
  }
  // All places are free again.
  std::vector<LiveClient> clients;
  for (int i = 0; i < 3; ++i) clients.push_back(ann.connect());
  ann.say(group, "to all three");
  for (LiveClient& client : clients) client.wait_event("message.created");
}

}  // namespace
}  // namespace parley::e2e
