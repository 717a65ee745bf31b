// The rows of the table, in one function for each section of the file. The order is that of the example file.
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
           "The address to listen on. 127.0.0.1 can be reached from this machine only; 0.0.0.0 and :: mean every "
           "interface, which a container needs.",
           text_rules::kAddress, PARLEY_FIELD(server.address)),
      integer("server.port", "The TCP port to listen on. 0 means any free port, which the log then names.", 0, 65535,
              PARLEY_FIELD(server.port)),
      integer(
          "server.threads",
          "The number of event loops, each with a thread. 0 means half of the machine's cores, but at least one: the "
          "other cores are for the database, password hashing and the kernel.",
          0, 256, PARLEY_FIELD(server.threads)),
      integer(
          "server.drain_seconds",
          "How long a stopping server waits for running requests. Keep it below the time after which the supervisor "
          "kills the process: 10 s for Docker, 30 s for Kubernetes, 90 s for systemd.",
          0, 600, PARLEY_FIELD(server.drain)),
      text_list("server.allowed_origins",
                "Origins of web pages that may use this server in addition to its own web client, such as "
                "https://app.example.org. Programs other than browsers are not affected.",
                text_rules::kOrigin, PARLEY_FIELD(server.allowed_origins)),
      text_list("server.trusted_proxies",
                "Addresses or networks of reverse proxies, such as 10.0.0.0/8. The server trusts the X-Forwarded-For "
                "field of these proxies only. Without a proxy, the client's address is that of its connection.",
                text_rules::kNetwork, PARLEY_FIELD(server.trusted_proxies)),
      text("server.public_url",
           "The URL at which users reach this server, such as https://chat.example.org. Web pages of this origin "
           "alone, and of server.allowed_origins, may use the server, and with https cookies are marked Secure. If it "
           "is empty, the web client works at an IP address, at localhost and at server.host_names.",
           text_rules::kOriginOrEmpty, PARLEY_FIELD(server.public_url)),
      text_list("server.host_names",
                "Names of this server, such as chat.internal, at which the web client works if server.public_url is "
                "empty.",
                text_rules::kHostName, PARLEY_FIELD(server.host_names)),
      boolean("server.trusted_links",
              "Whether nobody else can read or change what passes between this server and PostgreSQL or Redis, because "
              "it stays on one machine's own networks or in an encrypted tunnel. Otherwise the server starts only if "
              "they are on this machine, or if TLS verifies PostgreSQL (sslmode=verify-full or verify-ca).",
              PARLEY_FIELD(server.trusted_links)),
  };
}

std::vector<ConfigurationKey> store_keys() {
  return {
      choice<StoreKind>("store.kind",
                        "The database. sqlite is embedded in the server and needs no setup, but allows only one node. "
                        "postgres allows any number of nodes.",
                        {{"sqlite", StoreKind::sqlite}, {"postgres", StoreKind::postgres}}, PARLEY_FIELD(store.kind)),
      text("store.sqlite.path",
           "The file of the database. If it does not exist, it is created together with its folder. A relative path "
           "starts at the folder in which the server was started.",
           text_rules::kPath, PARLEY_FIELD(store.sqlite.path)),
      integer("store.sqlite.readers", "The number of threads that read. One more thread writes.", 1, 64,
              PARLEY_FIELD(store.sqlite.readers)),
      integer("store.sqlite.queue_limit",
              "How many reads, and how many writes, may wait for the database. Above it, requests get the error "
              "\"overloaded\".",
              1, 1e6, PARLEY_FIELD(store.sqlite.queue_limit)),
  };
}

std::vector<ConfigurationKey> postgres_keys() {
  return {
      secret_text("store.postgres.url",
                  "The URL of the PostgreSQL database in libpq's form, TLS options included, such as "
                  "postgresql://parley@db.example.org/parley?sslmode=verify-full.",
                  text_rules::kPostgresUrlOrEmpty, PARLEY_FIELD(store.postgres.url)),
      secret_text("store.postgres.password", "The password, if it is not in the URL.", text_rules::kAnyText,
                  PARLEY_FIELD(store.postgres.password)),
      integer("store.postgres.readers",
              "The number of threads that read, each with a connection. PostgreSQL's max_connections must allow the "
              "readers and writers of all nodes together.",
              1, 64, PARLEY_FIELD(store.postgres.readers)),
      integer(
          "store.postgres.writers",
          "The number of threads that write, each with a connection. Batches of messages are committed in parallel by "
          "at most half as many threads as there are cores, but by at least two.",
          1, 64, PARLEY_FIELD(store.postgres.writers)),
      integer("store.postgres.queue_limit",
              "How many reads, and how many writes, may wait for the database. Above it, requests get the error "
              "\"overloaded\".",
              1, 1e6, PARLEY_FIELD(store.postgres.queue_limit)),
      integer("store.postgres.connect_timeout_seconds",
              "The time limit for connecting. libpq does not support less than two seconds.", 2, 60,
              PARLEY_FIELD(store.postgres.connect_timeout)),
      integer(
          "store.postgres.statement_timeout_seconds",
          "The time limit for one statement. If the server is silent for a second longer, its connection is closed, "
          "and requests get the error \"unavailable\" until the server is back.",
          1, 600, PARLEY_FIELD(store.postgres.statement_timeout)),
  };
}

std::vector<ConfigurationKey> bus_keys() {
  return {
      choice<BusKind>("bus.kind",
                      "How nodes share messages, presence and rates. local is for a single node; redis is for any "
                      "number of nodes.",
                      {{"local", BusKind::local}, {"redis", BusKind::redis}}, PARLEY_FIELD(bus.kind)),
      secret(text_list(
          "bus.redis.urls",
          "The Redis servers, as redis://[user[:password]@]host[:port][/database]. If there are several, each "
          "gets a share of the load; every node must name the same ones in the same spelling.",
          text_rules::kRedisUrl, PARLEY_FIELD(bus.redis.urls))),
      secret_text("bus.redis.password", "The password, if it is not in a URL.", text_rules::kAnyText,
                  PARLEY_FIELD(bus.redis.password)),
      integer("bus.redis.connect_timeout_seconds", "The time limit for connecting.", 1, 60,
              PARLEY_FIELD(bus.redis.connect_timeout)),
      integer("bus.redis.reply_timeout_seconds",
              "If a server is silent for longer, its connection is closed and opened again.", 1, 60,
              PARLEY_FIELD(bus.redis.reply_timeout)),
  };
}

std::vector<ConfigurationKey> auth_keys() {
  return {
      signing_keys(
          "auth.keys",
          "Keys for access tokens, as { id = \"2026-01\", secret = \"…\" } with a secret of at least 32 "
          "characters (openssl rand -hex 32). The first key signs, and all keys verify. To rotate, put a new "
          "key first and remove the old one after access_token_minutes. Without keys, a random one is generated "
          "and stored next to the embedded database; with postgres every node must have the same keys.",
          PARLEY_FIELD(auth.keys)),
      text("auth.issuer", "The iss claim of access tokens. Tokens with another one are refused.", text_rules::kClaim,
           PARLEY_FIELD(auth.issuer)),
      text("auth.audience", "The aud claim of access tokens. Tokens with another one are refused.", text_rules::kClaim,
           PARLEY_FIELD(auth.audience)),
      integer("auth.access_token_minutes", "How long an access token is valid.", 1, 1440,
              PARLEY_FIELD(auth.access_token_life)),
      integer("auth.refresh_token_days", "How long a user stays signed in without using a device.", 1, 365,
              PARLEY_FIELD(auth.refresh_token_life)),
      integer(
          "auth.bcrypt_cost",
          "The work to hash a password; each step doubles it. 12 takes about a quarter of a second. Values below 10 "
          "are for tests.",
          4, 16, PARLEY_FIELD(auth.bcrypt_cost)),
      integer("auth.bcrypt_threads",
              "The number of threads that hash passwords. 0 means half of the machine's cores, but at least one.", 0,
              64, PARLEY_FIELD(auth.bcrypt_threads)),
      integer("auth.bcrypt_queue_limit",
              "How many sign-ins may wait for such a thread. Above it, they get the error \"overloaded\".", 1, 10'000,
              PARLEY_FIELD(auth.bcrypt_queue_limit)),
      boolean("auth.query_token",
              "Whether a WebSocket may be opened with ?token= in its URL. Other programs write URLs to their logs, so "
              "leave it off if clients can use the first frame or a header.",
              PARLEY_FIELD(auth.query_token)),
      choice<RegistrationPolicy>("auth.registration", "Who may register: everyone (open) or no one (closed).",
                                 {{"open", RegistrationPolicy::open}, {"closed", RegistrationPolicy::closed}},
                                 PARLEY_FIELD(auth.registration)),
      boolean("auth.keep_on_devices",
              "Whether clients may keep conversations, drafts and unsent messages on a device. If not, the web client "
              "stores nothing there but the session.",
              PARLEY_FIELD(auth.keep_on_devices)),
  };
}

std::vector<ConfigurationKey> other_keys() {
  using log::Format;
  using log::Level;
  return {
      integer(
          "search.sweep_seconds",
          "The time between two checks for messages that are missing in the search index because a node died before "
          "it had indexed them.",
          1, 86'400, PARLEY_FIELD(search.sweep_interval)),
      boolean(
          "websocket.deflate",
          "Whether WebSocket messages above about 1 kB are compressed for clients that ask for it. Compression costs "
          "memory, and more time than sending, so it is for slow networks only.",
          PARLEY_FIELD(websocket.deflate)),
      choice<Level>("log.level", "The lowest level of the lines that are logged, on stderr.",
                    {{"debug", Level::debug},
                     {"info", Level::info},
                     {"warn", Level::warn},
                     {"error", Level::error},
                     {"off", Level::off}},
                    PARLEY_FIELD(log.level)),
      choice<Format>("log.format", "auto means text on a terminal, and one JSON object per line elsewhere.",
                     {{"auto", Format::automatic}, {"json", Format::json}, {"text", Format::text}},
                     PARLEY_FIELD(log.format)),
      boolean("dev.enabled",
              "Enables POST /api/dev/token, with which everyone on this machine can sign in as any user. It is for "
              "development only. The server does not start with it if server.address is not a loopback address and "
              "dev.networks is empty.",
              PARLEY_FIELD(dev.enabled)),
      text_list("dev.networks",
                "Addresses or networks that may use POST /api/dev/token besides this machine, such as that of a "
                "container's proxy.",
                text_rules::kNetwork, PARLEY_FIELD(dev.networks)),
      boolean("metrics.enabled",
              "Whether there is an internal port, which serves /metrics for Prometheus, and /readyz with the reason "
              "why the node is not ready. Neither is on the public port.",
              PARLEY_FIELD(metrics.enabled)),
      text("metrics.address",
           "The address of the internal port. Only Prometheus and the operator should be able to reach it, so use "
           "another address than 127.0.0.1 only on a network without users.",
           text_rules::kAddress, PARLEY_FIELD(metrics.address)),
      integer("metrics.port",
              "The internal TCP port. 0 means any free port, which the log then names. If neither address nor port is "
              "set and another program has the port, the server warns (metrics.off) and starts without it.",
              0, 65535, PARLEY_FIELD(metrics.port)),
  };
}

// The order of the parts is the order of the example file.
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

// Letters become capitals, and every other character, such as the dot, becomes an underscore.
std::string variable_of(const ConfigurationKey& key) {
  std::string name = "PARLEY_";
  for (const char letter : key.name) {
    const bool lower = letter >= 'a' && letter <= 'z';
    name += lower ? static_cast<char>(letter - 'a' + 'A') : '_';
  }
  return name;
}

}  // namespace parley
