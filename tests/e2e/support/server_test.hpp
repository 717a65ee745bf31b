// The fixture of most end-to-end tests: a server of its own for each test, which at the end has to stop in good order,
// having complained of nothing.
#pragma once

#include <memory>
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

  // A series of the metrics page, with its labels as they stand there; 0 where there is none.
  double metric(const std::string& series) {
    const std::string page = "\n" + client().get("/metrics").text;
    const std::string start = "\n" + series + " ";
    const auto at = page.find(start);
    return at == std::string::npos ? 0 : std::stod(page.substr(at + start.size()));
  }

  void TearDown() override {
    if (!server_) return;
    if (server_->is_running()) EXPECT_EQ(server_->stop(), 0);
    const std::string log = server_->log();
    EXPECT_EQ(log.find("\"level\":\"error\""), std::string::npos) << log;
    EXPECT_EQ(log.find("Sanitizer"), std::string::npos) << log;
    EXPECT_EQ(log.find("runtime error"), std::string::npos) << log;
  }

 private:
  std::unique_ptr<ServerProcess> server_;
};

}  // namespace parley::e2e
