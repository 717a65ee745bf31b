#include <functional>
#include <stdexcept>
#include <thread>

#include "torture/account.hpp"

namespace parley::torture {
namespace {

using e2e::HttpClient;
using e2e::HttpReply;

HttpReply insist(const Cluster& cluster, const std::string& token,
                 const std::function<HttpReply(HttpClient&)>& request) {
  std::string last = "nothing";
  std::size_t node = 0;
  for (const auto deadline = e2e::Clock::now() + e2e::kPatience; e2e::Clock::now() < deadline; ++node) {
    try {
      HttpClient client(cluster.port(node % kNodes), token);
      HttpReply reply = request(client);
      if (reply.status < 300) return reply;
      last = reply.text;
    } catch (const std::exception& error) {
      last = error.what();
    }
    std::this_thread::sleep_for(milliseconds(50));
  }
  throw std::runtime_error("no node answers but with " + last);
}

}  // namespace

Account make_account(const Cluster& cluster, const std::string& username) {
  const auto reply =
      insist(cluster, "", [&](HttpClient& client) { return client.post("/api/dev/token", {{"username", username}}); });
  return {reply.body.at("user").at("id"), reply.body.at("access_token")};
}

std::string make_group(const Cluster& cluster, const std::vector<Account>& members) {
  Json request = {{"title", "A group"}, {"members", Json::array()}};
  for (const Account& member : members) request["members"].push_back(member.id);
  const auto reply = insist(cluster, members.front().token,
                            [&](HttpClient& client) { return client.post("/api/conversations", request); });
  return reply.body.at("conversation").at("id");
}

Json ask(const Cluster& cluster, const Account& account, const std::string& target) {
  return insist(cluster, account.token, [&](HttpClient& client) { return client.get(target); }).body;
}

}  // namespace parley::torture
