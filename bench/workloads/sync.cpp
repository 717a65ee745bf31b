#include <algorithm>
#include <chrono>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/clients.hpp"
#include "client/http_client.hpp"
#include "client/population.hpp"
#include "workloads/sync.hpp"

namespace parley::bench {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t kRounds = 20;
constexpr std::chrono::seconds kPatience{30};
// A client that names thousands of conversations sends more than the 64 kB that one WebSocket message may have by
// default.
constexpr std::string_view kRoomForPositions = "limits.frame_bytes=1048576";
// One user creates all of these conversations.
constexpr std::string_view kNoDailyLimit = "limits.conversations_per_day=0";

// What a client says that it has, as further members of the params of hello and sync.
struct Device {
  std::size_t owner;
  std::string positions;
  Synced result;
};

class Syncing final : private ClientListener {
 public:
  Syncing(const Environment& environment, const std::vector<std::size_t>& conversations)
      : site_(environment),
        server_(site_.command(), site_.folder()),
        population_(populate(server_.port(), conversations.size() + 1, conversations.size() + 1)),
        clients_(server_.port(), 1, *this) {
    HttpClient client(server_.port());
    write_to(client, population_.rooms[0], population_.people[0].token);
    for (std::size_t owner = 0; owner < conversations.size(); ++owner) add_owner(owner, conversations[owner]);
  }

  SyncResult run() {
    for (std::size_t round = 0; round < kRounds; ++round) {
      for (Device& device : devices_) {
        // The server still works for the client that has left. This client waits for that, so that the measured one
        // does not.
        catch_up(devices_.front());
        device.result.latency.record(catch_up(device));
      }
    }
    SyncResult result;
    for (Device& device : devices_) result.clients.push_back(std::move(device.result));
    return result;
  }

 private:
  static void write_to(HttpClient& client, const std::string& conversation, const std::string& token) {
    client.post(fmt::format("/api/conversations/{}/messages", conversation),
                fmt::format(R"({{"client_id":"1","body":"{}"}})", std::string(100, 'x')), token);
  }

  // The last user is a member of all conversations.
  void add_owner(std::size_t owner, std::size_t conversations) {
    const std::string& token = population_.people[owner].token;
    const std::string group = fmt::format(R"({{"title":"Group","members":["{}"]}})", population_.people.back().id);
    // One of the conversations is the room that all users are in.
    make_all(server_.port(), conversations - 1, [&](HttpClient& client, std::size_t) {
      const auto made = nlohmann::json::parse(client.post("/api/conversations", group, token));
      write_to(client, made.at("conversation").at("id").get<std::string>(), token);
    });
    devices_.push_back({owner, positions_of(owner, /*missed=*/0), {conversations, "unchanged", {}, 0}});
    devices_.push_back({owner, positions_of(owner, /*missed=*/1), {conversations, "behind", {}, 0}});
    devices_.push_back({owner, {}, {conversations, "new", {}, 0}});
  }

  std::string positions_of(std::size_t owner, std::int64_t missed) const {
    HttpClient client(server_.port());
    nlohmann::json conversations = nlohmann::json::object();
    nlohmann::json page{{"next", nullptr}};
    for (nlohmann::json request; page.contains("next"); request["next"] = page.value("next", "")) {
      page = nlohmann::json::parse(
          client.post("/api/sync", request.is_null() ? "{}" : request.dump(), population_.people[owner].token));
      for (const auto& summary : page.at("added")) {
        const auto& conversation = summary.at("conversation");
        conversations[conversation.at("id")] = {{"rev", conversation.at("rev").get<std::int64_t>() - missed},
                                                {"read_seq", summary.at("read_seq")}};
      }
    }
    return fmt::format(R"(,"epoch":{},"conversations":{})", page.at("epoch").dump(), conversations.dump());
  }

  std::chrono::nanoseconds catch_up(Device& device) {
    device_ = &device;
    device.result.pages = 0;
    is_complete_ = false;
    const Instant began = steady_clock::now();
    clients_.open(0, population_.people[device.owner].token, device.positions);
    while (!is_complete_) {
      if (steady_clock::now() - began > kPatience) throw std::runtime_error("a sync that does not end");
      clients_.poll(kPatience);
    }
    const auto taken = steady_clock::now() - began;
    clients_.close(0);
    return taken;
  }

  void on_hello(std::size_t, std::string_view reply) override { take_page(reply); }

  void on_text(std::size_t, std::string_view text, Instant) override {
    if (text.starts_with(R"({"id":)")) take_page(text);
  }

  // The users' texts do not contain this key here.
  void take_page(std::string_view text) {
    constexpr std::string_view kNext = R"("next":")";
    constexpr std::size_t kUuidLength = 36;
    if (text.contains(R"("error":)")) throw std::runtime_error(fmt::format("refused: {}", text));
    ++device_->result.pages;
    const auto at = text.rfind(kNext);
    if (at == std::string_view::npos) {
      is_complete_ = true;
      return;
    }
    clients_.send(0, fmt::format(R"({{"id":{},"op":"sync","params":{{"next":"{}"{}}}}})", device_->result.pages + 1,
                                 text.substr(at + kNext.size(), kUuidLength), device_->positions));
  }

  Site site_;
  ServerProcess server_;
  Population population_;
  std::vector<Device> devices_;
  Clients clients_;
  Device* device_ = nullptr;
  bool is_complete_ = false;
};

}  // namespace

std::chrono::nanoseconds SyncResult::longest() const {
  std::chrono::nanoseconds longest{0};
  for (const Synced& client : clients) longest = std::max(longest, client.latency.percentile(0.5));
  return longest;
}

Figures figures(const SyncResult& result) {
  Figures figures;
  for (const auto& [conversations, client, latency, pages] : result.clients) {
    figures.push_back({fmt::format("for {} conversations, the client {}, {} pages", conversations, client, pages),
                       std::chrono::duration<double, std::milli>(latency.percentile(0.5)).count(), "ms"});
  }
  return figures;
}

SyncResult run_sync(const Environment& environment, const std::vector<std::size_t>& conversations) {
  Programs programs = environment.programs;
  programs.settings.emplace_back(kRoomForPositions);
  programs.settings.emplace_back(kNoDailyLimit);
  const Environment roomy{.subject = environment.subject,
                          .programs = programs,
                          .backends = environment.backends,
                          .folder = environment.folder,
                          .warm_up = environment.warm_up,
                          .duration = environment.duration};
  return Syncing(roomy, conversations).run();
}

}  // namespace parley::bench
