#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "subjects/subject.hpp"

namespace parley::bench {
namespace {

// The folder of the peers and of their installed packages.
constexpr std::string_view kPeers = PEERS_FOLDER;

// Every workload needs users without passwords, and no limits for a single machine that acts as all clients.
constexpr std::array kSettings = {
    "dev.enabled=true",           "limits.messages_per_second=0",      "limits.requests_per_second=0",
    "limits.typing_per_second=0", "limits.typing_merge_members=10000", "limits.sign_ins_per_minute=0",
    "auth.bcrypt_cost=4",         "auth.access_token_minutes=1440",    "log.level=warn"};

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

ServerCommand parley_cluster(const Programs& programs, const Grounds& grounds) {
  ServerCommand command = parley_postgres(programs, grounds);
  for (const std::string& setting : {std::string("bus.kind=redis"), "bus.redis.urls=" + grounds.redis_url}) {
    command.arguments.insert(command.arguments.end(), {"--set", setting});
  }
  return command;
}

// Runs one Node process, as its users usually do.
ServerCommand node(std::string_view peer, const Grounds& grounds) {
  return {fmt::format("{}/../../scripts/node", kPeers),
          {fmt::format("{}/{}/server.js", kPeers, peer)},
          {"NODE_ENV=production", "DATABASE_URL=" + grounds.postgres_url, "REDIS_URL=" + grounds.redis_url}};
}

ServerCommand socket_io(const Programs&, const Grounds& grounds) { return node("socketio", grounds); }

ServerCommand ws(const Programs&, const Grounds& grounds) { return node("ws", grounds); }

// npm installs the package that fits this machine.
ServerCommand bun(const Programs&, const Grounds&) {
  const std::filesystem::path packages = fmt::format("{}/node_modules/@oven", kPeers);
  const bool is_x64 = std::filesystem::exists(packages / "bun-linux-x64");
  return {packages / (is_x64 ? "bun-linux-x64" : "bun-linux-aarch64") / "bin/bun",
          {fmt::format("{}/bun/server.js", kPeers)}};
}

ServerCommand beast(const Programs&, const Grounds&) { return {BEAST_ROOM_PATH, {}}; }

// This server only echoes. Its result is the most that the client can measure.
ServerCommand echo(const Programs&, const Grounds&) { return {ECHO_SERVER_PATH, {}}; }

constexpr std::array kSubjects = {
    Subject{"parley-sqlite", Needs::nothing, Framing::parley, parley_sqlite},
    Subject{"parley-postgres", Needs::postgres, Framing::parley, parley_postgres},
    Subject{"parley-cluster", Needs::postgres_and_redis, Framing::parley, parley_cluster},
    Subject{"socketio", Needs::postgres_and_redis, Framing::socket_io, socket_io},
    Subject{"ws", Needs::postgres, Framing::parley, ws},
    Subject{"beast", Needs::nothing, Framing::parley, beast},
    Subject{"bun", Needs::nothing, Framing::parley, bun},
    Subject{"echo", Needs::nothing, Framing::parley, echo},
};

}  // namespace

std::vector<std::string> subject_names() {
  std::vector<std::string> names;
  for (const Subject& subject : kSubjects) names.emplace_back(subject.name);
  return names;
}

const Subject& find_subject(std::string_view name) { return *std::ranges::find(kSubjects, name, &Subject::name); }

}  // namespace parley::bench
