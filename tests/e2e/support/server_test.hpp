// The fixture of most end-to-end tests. Each test has a server of its own, which has to stop normally at the end,
// without warnings or errors in its log.
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
  // Starts the test's server with these settings. A test that does not call this gets a server with the defaults.
  ServerProcess& start(const std::vector<std::string>& settings) {
    server_ = std::make_unique<ServerProcess>(settings);
    return *server_;
  }
  ServerProcess& server() { return server_ ? *server_ : start({}); }
  HttpClient client() { return HttpClient(server().port()); }
  Person person(const std::string& username) { return {server(), username}; }

  // Returns the sum of a series of the metrics page over all nodes, or 0 if it is missing. The labels belong to the
  // name.
  double metric(const std::string& series) {
    const std::string start = "\n" + series + " ";
    double sum = 0;
    for (const std::uint16_t port : server().internal_ports()) {
      const std::string page = "\n" + HttpClient(port).get("/metrics").text;
      const auto at = page.find(start);
      if (at != std::string::npos) sum += std::stod(page.substr(at + start.size()));
    }
    return sum;
  }

  void TearDown() override { stop_and_check({}); }

  // Stops the server, and fails if it logged a warning or an error other than the tolerated events and the notice that
  // the tests' PostgreSQL is not durable.
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
