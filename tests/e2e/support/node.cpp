#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "e2e/support/node.hpp"

namespace parley::e2e {
namespace {

constexpr std::string_view kAnyInternalPort = "metrics.port=0";
constexpr std::string_view kMetrics = "Metrics are at http://127.0.0.1:";
constexpr std::string_view kReady = "Parley is ready at http://127.0.0.1:";

std::string_view key_of(std::string_view setting) { return setting.substr(0, setting.find('=')); }

Settings merged(const Settings& settings) {
  Settings all = {"auth.bcrypt_cost=4",
                  "dev.enabled=true",
                  std::string(kAnyInternalPort),
                  "server.threads=2",
                  "limits.messages_per_second=0",
                  "limits.requests_per_second=0",
                  "limits.sign_ins_per_minute=0",
                  "limits.registrations_per_minute=0",
                  "limits.heartbeat_interval_seconds=600",
                  "limits.silence_timeout_seconds=1800"};
  for (const std::string& setting : settings) {
    std::erase_if(all, [&](const std::string& earlier) { return key_of(earlier) == key_of(setting); });
    all.push_back(setting);
  }
  return all;
}

}  // namespace

Node::Node(std::filesystem::path folder, const Settings& settings) : folder_(std::move(folder)) {
  std::filesystem::create_directories(folder_);
  arguments_ = {"serve", "--port", "0", "--data", data().string()};
  for (const std::string& setting : merged(settings)) arguments_.insert(arguments_.end(), {"--set", setting});
}

void Node::use_default_internal_port() {
  const auto setting = std::ranges::find(arguments_, kAnyInternalPort);
  arguments_.erase(setting - 1, setting + 1);  // with the --set before it
}

void Node::begin_start() {
  process_ =
      std::make_unique<Process>(PARLEYD_PATH, arguments_, testing::ProcessOptions{.stderr_file = folder_ / "log"});
}

void Node::wait_ready() {
  internal_port_ = 0;
  auto line = process_->read_line(Clock::now() + kPatience);
  if (line && line->starts_with(kMetrics)) {
    internal_port_ = static_cast<std::uint16_t>(std::stoi(line->substr(kMetrics.size())));
    line = process_->read_line(Clock::now() + kPatience);
  }
  if (!line || !line->starts_with(kReady)) {
    process_.reset();
    throw std::runtime_error("the server did not become ready: " + log());
  }
  port_ = static_cast<std::uint16_t>(std::stoi(line->substr(kReady.size())));
}

int Node::wait_stopped() {
  const int code = process_->wait(Clock::now() + kPatience);
  process_.reset();
  return code;
}

void Node::kill() {
  const bool was_running = process_->kill();
  process_.reset();
  if (!was_running) throw std::runtime_error("the server ended by itself: " + log());
}

}  // namespace parley::e2e
