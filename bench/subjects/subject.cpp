#include <algorithm>
#include <array>

#include "subjects/subject.hpp"

namespace parley::bench {
namespace {

// What every workload needs: users without passwords and no limits in the way of one machine that is all of them.
constexpr std::array kSettings = {"dev.enabled=true",
                                  "limits.messages_per_second=0",
                                  "limits.requests_per_second=0",
                                  "limits.sign_ins_per_minute=0",
                                  "auth.bcrypt_cost=4",
                                  "auth.access_token_minutes=1440",
                                  "log.level=warn"};

ServerCommand parley(const Programs& programs, const std::vector<std::string>& settings) {
  ServerCommand command{programs.parleyd, {"serve", "--migrate", "--port", "0"}};
  const auto set = [&](const std::string& setting) {
    command.arguments.emplace_back("--set");
    command.arguments.push_back(setting);
  };
  std::ranges::for_each(kSettings, set);
  std::ranges::for_each(settings, set);
  std::ranges::for_each(programs.settings, set);
  return command;
}

ServerCommand parley_sqlite(const Programs& programs, const Grounds& grounds) {
  return parley(programs, {"store.sqlite.path=" + (grounds.folder / "parley.db").string()});
}

ServerCommand parley_postgres(const Programs& programs, const Grounds& grounds) {
  return parley(programs, {"store.kind=postgres", "store.postgres.url=" + grounds.postgres_url,
                           "auth.keys=benchmark:known-to-every-node-of-this-deployment"});
}

constexpr std::array kSubjects = {
    Subject{.name = "parley-sqlite", .needs_postgres = false, .needs_redis = false, .command = parley_sqlite},
    Subject{.name = "parley-postgres", .needs_postgres = true, .needs_redis = false, .command = parley_postgres},
};

}  // namespace

std::vector<std::string> subject_names() {
  std::vector<std::string> names;
  for (const Subject& subject : kSubjects) names.emplace_back(subject.name);
  return names;
}

const Subject& find_subject(std::string_view name) { return *std::ranges::find(kSubjects, name, &Subject::name); }

}  // namespace parley::bench
