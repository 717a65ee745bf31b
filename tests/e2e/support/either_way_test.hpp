// The fixture of tests that make every call twice: by REST and over a WebSocket.
#pragma once

#include "e2e/support/caller.hpp"
#include "e2e/support/server_test.hpp"

namespace parley::e2e {

class EitherWayTest : public ServerTest, public ::testing::WithParamInterface<Way> {
 protected:
  Caller caller(const Person& person) { return {server(), person, GetParam()}; }

  // Returns the first fault's field and code, as in "body too_long".
  static std::string fault(const Json& error) {
    if (error.at("code") != "invalid_request" || !error.contains("errors")) return error.dump();
    const Json& first = error.at("errors").at(0);
    return first.at("field").get<std::string>() + " " + first.at("code").get<std::string>();
  }
};

inline auto both_ways() { return ::testing::Values(Way::rest, Way::websocket); }
inline std::string name_of_way(const ::testing::TestParamInfo<Way>& way) {
  return way.param == Way::rest ? "by_rest" : "over_websocket";
}

}  // namespace parley::e2e
