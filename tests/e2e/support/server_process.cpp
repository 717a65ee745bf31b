#include <sstream>
#include <stdexcept>

#include "e2e/support/server_process.hpp"

namespace parley::e2e {
namespace {

constexpr std::string_view kReady = "Parley is ready at http://127.0.0.1:";

std::vector<std::string> arguments(const std::filesystem::path& data, const std::vector<std::string>& settings) {
  std::vector<std::string> all = {"serve", "--port", "0", "--data", data.string()};
  for (const char* setting :
       {"auth.bcrypt_cost=4", "dev.enabled=true", "server.threads=2", "limits.messages_per_second=0",
        "limits.requests_per_second=0", "limits.sign_ins_per_minute=0", "limits.heartbeat_interval_seconds=600",
        "limits.silence_timeout_seconds=1800"}) {
    all.insert(all.end(), {"--set", setting});
  }
  for (const std::string& setting : settings) all.insert(all.end(), {"--set", setting});
  return all;
}

}  // namespace

ServerProcess::ServerProcess(const std::vector<std::string>& settings) : arguments_(arguments(data(), settings)) {
  start();
}

void ServerProcess::start() {
  process_ = std::make_unique<Process>(PARLEYD_PATH, arguments_,
                                       testing::ProcessOptions{.stderr_file = folder_.path() / "log"});
  const auto line = process_->read_line(Clock::now() + kPatience);
  if (!line || !line->starts_with(kReady)) {
    process_.reset();
    throw std::runtime_error("the server did not become ready: " + log());
  }
  port_ = static_cast<std::uint16_t>(std::stoi(line->substr(kReady.size())));
}

int ServerProcess::stop(int signal) {
  process_->send_signal(signal);
  const int code = process_->wait(Clock::now() + kPatience);
  process_.reset();
  return code;
}

void ServerProcess::kill() {
  const bool was_running = process_->kill();
  process_.reset();
  if (!was_running) throw std::runtime_error("the server ended by itself: " + log());
}

std::string ServerProcess::log() const { return read_file(folder_.path() / "log"); }

std::vector<Json> ServerProcess::log_lines(std::string_view event) const {
  std::vector<Json> found;
  std::istringstream lines(log());
  for (std::string line; std::getline(lines, line);) {
    Json parsed = Json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (parsed.is_object() && parsed.value("event", "") == event) found.push_back(std::move(parsed));
  }
  return found;
}

}  // namespace parley::e2e
