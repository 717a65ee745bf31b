#include <parley/app/configuration_keys.hpp>

#include <algorithm>
#include <iterator>

#include "app/configuration_entries.hpp"
#include "app/configuration_limits.hpp"
#include "app/text_rules.hpp"

namespace parley {
namespace {

using namespace configuration_entries;

void append(std::vector<ConfigurationKey>& keys, std::vector<ConfigurationKey> more) {
  std::ranges::move(more, std::back_inserter(keys));
}

std::vector<ConfigurationKey> server_keys() {
  return {
      text("server.address",
           "The address to listen on. 127.0.0.1 can be reached from this machine only; 0.0.0.0 and :: are every "
           "interface, which is what a container needs.",
           text_rules::kAddress, PARLEY_FIELD(server.address)),
      integer("server.port", "The TCP port to listen on. 0 takes a free one and says which when it listens.", 0, 65535,
              PARLEY_FIELD(server.port)),
      integer("server.threads",
              "Event loops, each a thread. 0 is half of the machine's cores, at least one: the others serve the "
              "database, password hashing and the kernel.",
              0, 256, PARLEY_FIELD(server.threads)),
      integer("server.drain_seconds",
              "How long a server that was told to stop waits for work under way before it leaves. Keep it below the "
              "time after which the supervisor kills: 10 s for Docker, 30 s for Kubernetes, 90 s for systemd.",
              0, 600, PARLEY_FIELD(server.drain)),
      text_list("server.allowed_origins",
                "Origins of web pages that may use this server beside its own page, such as https://app.example.org. "
                "Programs that are no browsers are not concerned.",
                text_rules::kOrigin, PARLEY_FIELD(server.allowed_origins)),
      text_list("server.trusted_proxies",
                "Addresses or networks of reverse proxies, such as 10.0.0.0/8, whose X-Forwarded-For is believed. "
                "Without one the address of the connection counts as the client's.",
                text_rules::kNetwork, PARLEY_FIELD(server.trusted_proxies)),
      text("server.public_url",
           "The URL under which people reach this server, such as https://chat.example.org. It is an allowed origin, "
           "and with https cookies are marked Secure. Empty while there is none.",
           text_rules::kOriginOrEmpty, PARLEY_FIELD(server.public_url)),
  };
}

std::vector<ConfigurationKey> store_keys() {
  return {
      choice<StoreKind>("store.kind",
                        "The database. sqlite is embedded: one file, nothing to set up, one node. postgres serves any "
                        "number of nodes.",
                        {{"sqlite", StoreKind::sqlite}, {"postgres", StoreKind::postgres}}, PARLEY_FIELD(store.kind)),
      text("store.sqlite.path",
           "The database's file, created with its folder when it is not there. Relative to the folder in which the "
           "server was started.",
           text_rules::kPath, PARLEY_FIELD(store.sqlite.path)),
      integer("store.sqlite.readers", "Threads that read. One more writes.", 1, 64, PARLEY_FIELD(store.sqlite.readers)),
      integer("store.sqlite.queue_limit",
              "Reads, and writes, that may wait for the database; beyond it requests are answered \"overloaded\".", 1,
              1e6, PARLEY_FIELD(store.sqlite.queue_limit)),
  };
}

std::vector<ConfigurationKey> postgres_keys() {
  return {
      secret_text(
          "store.postgres.url",
          "Where PostgreSQL is, as libpq reads it: postgresql://parley@db.example.org/parley?sslmode=verify-full "
          "and so on, TLS options included.",
          text_rules::kPostgresUrlOrEmpty, PARLEY_FIELD(store.postgres.url)),
      secret_text("store.postgres.password", "The password, where it is not in the URL.", text_rules::kAnyText,
                  PARLEY_FIELD(store.postgres.password)),
      integer("store.postgres.readers",
              "Threads that read, each with a connection. With the writers, times the number of nodes, they must fit "
              "into PostgreSQL's max_connections.",
              1, 64, PARLEY_FIELD(store.postgres.readers)),
      integer(
          "store.postgres.writers",
          "Threads that write, each with a connection. Batches of messages are committed side by side by as many of "
          "them as are half the cores, two at least.",
          1, 64, PARLEY_FIELD(store.postgres.writers)),
      integer("store.postgres.queue_limit",
              "Reads, and writes, that may wait for the database; beyond it requests are answered \"overloaded\".", 1,
              1e6, PARLEY_FIELD(store.postgres.queue_limit)),
      integer("store.postgres.connect_timeout_seconds", "Time to connect. libpq knows no less than two seconds.", 2, 60,
              PARLEY_FIELD(store.postgres.connect_timeout)),
      integer("store.postgres.statement_timeout_seconds",
              "Time for one statement. A server that is silent for a second longer is given up, and requests are "
              "answered \"unavailable\" until it is back.",
              1, 600, PARLEY_FIELD(store.postgres.statement_timeout)),
  };
}

std::vector<ConfigurationKey> bus_keys() {
  return {
      choice<BusKind>("bus.kind",
                      "How nodes hear of each other's messages, presence and rates. local is for one node; any number "
                      "of nodes share redis.",
                      {{"local", BusKind::local}, {"redis", BusKind::redis}}, PARLEY_FIELD(bus.kind)),
      secret(
          text_list("bus.redis.urls",
                    "The Redis servers, as redis://[user[:password]@]host[:port][/database]. Of several each carries "
                    "its share; name the same ones in the same spelling on every node.",
                    text_rules::kRedisUrl, PARLEY_FIELD(bus.redis.urls))),
      secret_text("bus.redis.password", "The password, where it is not in a URL.", text_rules::kAnyText,
                  PARLEY_FIELD(bus.redis.password)),
      integer("bus.redis.connect_timeout_seconds", "Time to connect.", 1, 60, PARLEY_FIELD(bus.redis.connect_timeout)),
      integer("bus.redis.reply_timeout_seconds",
              "A server that is silent for longer is given up and connected to anew.", 1, 60,
              PARLEY_FIELD(bus.redis.reply_timeout)),
  };
}

std::vector<ConfigurationKey> auth_keys() {
  return {
      signing_keys("auth.keys",
                   "Keys for access tokens, as { id = \"2026-01\", secret = \"…\" } with a secret of at least 32 "
                   "characters (openssl rand -hex 32). The first one signs, all verify: to rotate, put a new one in "
                   "front and drop the old one after access_token_minutes. With none, a random key is made once and "
                   "kept beside the embedded database; with postgres they must be given, the same ones to every node.",
                   PARLEY_FIELD(auth.keys)),
      text("auth.issuer", "The iss claim of access tokens, which is also demanded of them.", text_rules::kClaim,
           PARLEY_FIELD(auth.issuer)),
      text("auth.audience", "The aud claim of access tokens, which is also demanded of them.", text_rules::kClaim,
           PARLEY_FIELD(auth.audience)),
      integer("auth.access_token_minutes", "The life of an access token.", 1, 1440,
              PARLEY_FIELD(auth.access_token_life)),
      integer("auth.refresh_token_days", "How long somebody stays signed in without using a device.", 1, 365,
              PARLEY_FIELD(auth.refresh_token_life)),
      integer("auth.bcrypt_cost",
              "Work to hash a password: one more doubles it. 12 is about a quarter of a second. Below 10 is for tests.",
              4, 16, PARLEY_FIELD(auth.bcrypt_cost)),
      integer("auth.bcrypt_threads", "Threads that hash passwords. 0 is half of the machine's cores, at least one.", 0,
              64, PARLEY_FIELD(auth.bcrypt_threads)),
      integer("auth.bcrypt_queue_limit",
              "Sign-ins that may wait for such a thread; beyond it they are answered \"overloaded\".", 1, 10'000,
              PARLEY_FIELD(auth.bcrypt_queue_limit)),
      boolean("auth.query_token",
              "Whether a WebSocket may be opened with ?token= in its URL. URLs end up in other programs' logs: leave "
              "it off if the first frame or a header will do.",
              PARLEY_FIELD(auth.query_token)),
      choice<RegistrationPolicy>("auth.registration", "Who may register: anybody, or nobody.",
                                 {{"open", RegistrationPolicy::open}, {"closed", RegistrationPolicy::closed}},
                                 PARLEY_FIELD(auth.registration)),
  };
}

std::vector<ConfigurationKey> other_keys() {
  using log::Format;
  using log::Level;
  return {
      integer("search.sweep_seconds",
              "Between two looks for messages that the search index misses, because the node that accepted them died "
              "before it could index them.",
              1, 86'400, PARLEY_FIELD(search.sweep_interval)),
      boolean("websocket.deflate",
              "Whether WebSocket messages above about 1 kB are compressed for clients that ask for it. It costs memory "
              "and more time than sending: for slow networks only.",
              PARLEY_FIELD(websocket.deflate)),
      choice<Level>("log.level", "The least important lines to log, on stderr.",
                    {{"debug", Level::debug},
                     {"info", Level::info},
                     {"warn", Level::warn},
                     {"error", Level::error},
                     {"off", Level::off}},
                    PARLEY_FIELD(log.level)),
      choice<Format>("log.format", "auto is text on a terminal and JSON, an object a line, elsewhere.",
                     {{"auto", Format::automatic}, {"json", Format::json}, {"text", Format::text}},
                     PARLEY_FIELD(log.format)),
      boolean("dev.enabled",
              "Opens POST /dev/token, which signs anybody in as anybody. For development on one's own machine only.",
              PARLEY_FIELD(dev.enabled)),
      boolean("metrics.enabled", "Whether GET /metrics answers, for Prometheus. Let no stranger reach it.",
              PARLEY_FIELD(metrics.enabled)),
  };
}

std::vector<ConfigurationKey> all_keys() {
  std::vector<ConfigurationKey> keys;
  append(keys, server_keys());
  append(keys, store_keys());
  append(keys, postgres_keys());
  append(keys, bus_keys());
  append(keys, auth_keys());
  append(keys, other_keys());
  append(keys, request_limit_keys());
  append(keys, connection_limit_keys());
  append(keys, rate_limit_keys());
  append(keys, content_limit_keys());
  return keys;
}

}  // namespace

std::span<const ConfigurationKey> configuration_keys() {
  static const std::vector<ConfigurationKey> keys = all_keys();
  return keys;
}

const ConfigurationKey* find_configuration_key(std::string_view name) {
  const auto keys = configuration_keys();
  const auto found = std::ranges::find(keys, name, &ConfigurationKey::name);
  return found == keys.end() ? nullptr : &*found;
}

std::string_view section_of(const ConfigurationKey& key) { return key.name.substr(0, key.name.rfind('.')); }

std::string_view last_name_of(const ConfigurationKey& key) { return key.name.substr(key.name.rfind('.') + 1); }

std::string variable_of(const ConfigurationKey& key) {
  std::string name = "PARLEY_";
  for (const char letter : key.name) {
    const bool lower = letter >= 'a' && letter <= 'z';
    name += lower ? static_cast<char>(letter - 'a' + 'A') : '_';
  }
  return name;
}

}  // namespace parley
