// The fixture of most end-to-end tests: a server of its own for each test, which at the end has to stop in good order,
// having complained of nothing.
#pragma once

#include <algorithm>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "e2e/support/live_client.hpp"
#include "e2e/support/person.hpp"
#include "e2e/support/server_process.hpp"

namespace parley::e2e {

class ServerTest : public ::testing::Test {
 protected:
  // Starts the test's server. Without a call `server` starts one as it is by default.
  ServerProcess& start(const std::vector<std::string>& settings) {
    server_ = std::make_unique<ServerProcess>(settings);
    return *server_;
  }
  ServerProcess& server() { return server_ ? *server_ : start({}); }
  HttpClient client() { return HttpClient(server().port()); }
  Person person(const std::string& username) { return {server(), username}; }

  // A series of the metrics page, with its labels as they stand there, over all nodes; 0 where there is none.
  double metric(const std::string& series) {
    const std::string start = "\n" + series + " ";
    double sum = 0;
    for (const std::uint16_t port : server().ports()) {
      const std::string page = "\n" + HttpClient(port).get("/metrics").text;
      const auto at = page.find(start);
      if (at != std::string::npos) sum += std::stod(page.substr(at + start.size()));
    }
    return sum;
  }

  void TearDown() override { stop_and_check({}); }

  // Fails where the server complained of anything but such events, and of the tests' PostgreSQL being in memory.
  void stop_and_check(std::vector<std::string> tolerated) {
    if (!server_) return;
    if (server_->is_running()) EXPECT_EQ(server_->stop(), 0);
    const std::string log = server_->log();
    tolerated.emplace_back("database.not_durable");
    EXPECT_EQ(errors_in(log, tolerated), "") << log;
    EXPECT_EQ(log.find("Sanitizer"), std::string::npos) << log;
    EXPECT_EQ(log.find("runtime error"), std::string::npos) << log;
  }

 private:
  static std::string errors_in(const std::string& log, const std::vector<std::string>& tolerated) {
    std::string errors;
    std::istringstream lines(log);
    for (std::string line; std::getline(lines, line);) {
      const auto is_tolerated = [&](const std::string& event) { return line.find(event) != std::string::npos; };
      const bool is_error = line.find("\"level\":\"error\"") != std::string::npos;
      if (is_error && std::ranges::none_of(tolerated, is_tolerated)) errors += line + '\n';
    }
    return errors;
  }

  std::unique_ptr<ServerProcess> server_;
};

}  // namespace parley::e2e
