#include <parley/app/configuration_keys.hpp>

#include <algorithm>
#include <iterator>
#include <type_traits>
#include <utility>

#include "app/text_rules.hpp"

namespace parley {
namespace {

// Reaches a field of a Configuration, const or not.
#define PARLEY_FIELD(path) [](auto& configuration) -> auto& { return configuration.path; }

constexpr double kKilobyte = 1024;
constexpr double kMegabyte = 1024 * kKilobyte;

template <class Number>
double as_double(Number number) {
  return static_cast<double>(number);
}

template <class Number, class Period>
double as_double(std::chrono::duration<Number, Period> duration) {
  return static_cast<double>(duration.count());
}

template <class Number>
void assign(Number& field, double value) {
  field = static_cast<Number>(value);
}

template <class Number, class Period>
void assign(std::chrono::duration<Number, Period>& field, double value) {
  field = std::chrono::duration<Number, Period>(static_cast<Number>(value));
}

template <class Field>
ConfigurationKey numeric(ConfigurationType type, std::string_view name, std::string_view description, double least,
                         double most, Field field) {
  return {.name = name,
          .description = description,
          .type = type,
          .least = least,
          .most = most,
          .get = [field](const Configuration& from) { return as_double(field(from)); },
          .set = [field](Configuration& to,
                         const ConfigurationValue& value) { assign(field(to), std::get<double>(value)); }};
}

// A whole number, or a duration in whole units of the field's own type.
template <class Field>
ConfigurationKey integer(std::string_view name, std::string_view description, double least, double most, Field field) {
  return numeric(ConfigurationType::integer, name, description, least, most, field);
}

template <class Field>
ConfigurationKey number(std::string_view name, std::string_view description, double least, double most, Field field) {
  return numeric(ConfigurationType::number, name, description, least, most, field);
}

// A boolean, a text or a list, whose value is the field as it is.
template <class Value, class Field>
ConfigurationKey plain(ConfigurationType type, std::string_view name, std::string_view description, Field field) {
  return {.name = name,
          .description = description,
          .type = type,
          .get = [field](const Configuration& from) { return ConfigurationValue(field(from)); },
          .set = [field](Configuration& to, const ConfigurationValue& value) { field(to) = std::get<Value>(value); }};
}

template <class Field>
ConfigurationKey boolean(std::string_view name, std::string_view description, Field field) {
  return plain<bool>(ConfigurationType::boolean, name, description, field);
}

template <class Field>
ConfigurationKey text(std::string_view name, std::string_view description, const TextRule& rule, Field field) {
  ConfigurationKey key = plain<std::string>(ConfigurationType::text, name, description, field);
  key.rule = &rule;
  return key;
}

ConfigurationKey secret(ConfigurationKey key) {
  key.secret = true;
  return key;
}

template <class Field>
ConfigurationKey secret_text(std::string_view name, std::string_view description, const TextRule& rule, Field field) {
  return secret(text(name, description, rule, field));
}

template <class Field>
ConfigurationKey text_list(std::string_view name, std::string_view description, const TextRule& rule, Field field) {
  ConfigurationKey key = plain<std::vector<std::string>>(ConfigurationType::text_list, name, description, field);
  key.rule = &rule;
  return key;
}

template <class Field>
ConfigurationKey signing_keys(std::string_view name, std::string_view description, Field field) {
  return secret(plain<std::vector<SigningKey>>(ConfigurationType::signing_keys, name, description, field));
}

template <class Enum>
using Choices = std::vector<std::pair<std::string_view, Enum>>;

template <class Enum, class Field>
ConfigurationKey choice(std::string_view name, std::string_view description, const Choices<Enum>& choices,
                        Field field) {
  ConfigurationKey key{.name = name, .description = description, .type = ConfigurationType::choice};
  for (const auto& [text, value] : choices) key.choices.push_back(text);
  key.get = [field, choices](const Configuration& from) -> ConfigurationValue {
    for (const auto& [text, value] : choices) {
      if (value == field(from)) return std::string(text);
    }
    return std::string();
  };
  key.set = [field, choices](Configuration& to, const ConfigurationValue& chosen) {
    for (const auto& [text, value] : choices) {
      if (text == std::get<std::string>(chosen)) field(to) = value;
    }
  };
  return key;
}

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

std::vector<ConfigurationKey> request_limit_keys() {
  return {
      integer("limits.header_bytes", "Bytes in one HTTP request's header.", kKilobyte, kMegabyte,
              PARLEY_FIELD(limits.header_bytes)),
      integer("limits.header_count", "Fields in one HTTP request's header.", 10, 1000,
              PARLEY_FIELD(limits.header_count)),
      integer("limits.target_bytes", "Bytes in one HTTP request's path and query.", 256, 64 * kKilobyte,
              PARLEY_FIELD(limits.target_bytes)),
      integer("limits.body_bytes", "Bytes in one HTTP request's body.", kKilobyte, 64 * kMegabyte,
              PARLEY_FIELD(limits.body_bytes)),
      integer("limits.json_depth", "Objects and arrays within each other in what a client sends.", 4, 128,
              PARLEY_FIELD(limits.json_depth)),
      integer("limits.header_timeout_seconds", "Time from a request's first byte to the end of its header.", 1, 600,
              PARLEY_FIELD(limits.header_timeout)),
      integer("limits.body_timeout_seconds", "Time for a request's body to arrive.", 1, 3600,
              PARLEY_FIELD(limits.body_timeout)),
      integer("limits.keep_alive_timeout_seconds", "Time between two requests on one connection.", 1, 3600,
              PARLEY_FIELD(limits.keep_alive_timeout)),
      integer("limits.write_timeout_seconds", "Time for a client to read a reply.", 1, 3600,
              PARLEY_FIELD(limits.write_timeout)),
  };
}

std::vector<ConfigurationKey> connection_limit_keys() {
  return {
      integer("limits.frame_bytes", "Bytes in one WebSocket message from a client.", kKilobyte, 16 * kMegabyte,
              PARLEY_FIELD(limits.frame_bytes)),
      integer("limits.outbound_bytes",
              "Bytes queued for one WebSocket client; one that is slower is closed with 4508, to come back and sync.",
              16 * kKilobyte, 256 * kMegabyte, PARLEY_FIELD(limits.outbound_bytes)),
      integer("limits.requests_in_flight", "Unanswered requests of one connection; beyond it reading waits.", 1, 10'000,
              PARLEY_FIELD(limits.requests_in_flight)),
      integer("limits.connections_per_user", "WebSocket connections of one user; one more is closed with 4409.", 1,
              10'000, PARLEY_FIELD(limits.connections_per_user)),
      integer("limits.connections",
              "Connections of this process. The limit on open files (ulimit -n) must leave room for them.", 1, 1e6,
              PARLEY_FIELD(limits.connections)),
      integer("limits.hello_timeout_seconds", "Time for a new WebSocket client to say who it is.", 1, 60,
              PARLEY_FIELD(limits.hello_timeout)),
      integer("limits.heartbeat_interval_seconds", "Time between two heartbeats to a WebSocket client.", 1, 600,
              PARLEY_FIELD(limits.heartbeat_interval)),
      integer("limits.silence_timeout_seconds",
              "A WebSocket client from which nothing was heard for so long, not even a pong, is gone.", 2, 3600,
              PARLEY_FIELD(limits.silence_timeout)),
      integer("limits.presence_grace_seconds",
              "How long somebody's last connection must have been gone before those who watch are told.", 0, 600,
              PARLEY_FIELD(limits.presence_grace)),
      integer("limits.close_timeout_seconds", "Time for a client to answer a close frame.", 1, 60,
              PARLEY_FIELD(limits.close_timeout)),
      integer("limits.malformed_frames",
              "Messages of one connection that cannot be read; they are answered, one more closes with 4400.", 0, 1000,
              PARLEY_FIELD(limits.malformed_frames)),
  };
}

std::vector<ConfigurationKey> rate_limit_keys() {
  return {
      number("limits.messages_per_second", "Messages that one user, and one connection, may send. 0 is no limit.", 0,
             1e6, PARLEY_FIELD(limits.messages_per_second)),
      number("limits.message_burst", "Messages at once, before that rate applies.", 1, 1e6,
             PARLEY_FIELD(limits.message_burst)),
      number("limits.requests_per_second",
             "Requests of any kind from one connection, or by REST from one user. 0 is no limit.", 0, 1e6,
             PARLEY_FIELD(limits.requests_per_second)),
      number("limits.request_burst", "Requests at once, before that rate applies.", 1, 1e6,
             PARLEY_FIELD(limits.request_burst)),
      number("limits.sign_ins_per_minute", "Sign-ins from one address, and to one account. 0 is no limit.", 0, 1e6,
             PARLEY_FIELD(limits.sign_ins_per_minute)),
      number("limits.sign_in_burst", "Sign-ins at once, before that rate applies.", 1, 1e6,
             PARLEY_FIELD(limits.sign_in_burst)),
  };
}

std::vector<ConfigurationKey> content_limit_keys() {
  return {
      integer("limits.message_chars", "Unicode characters in one message.", 1, 100'000,
              PARLEY_FIELD(limits.message_chars)),
      integer("limits.page_items", "Entries in one page of any list.", 1, 1000, PARLEY_FIELD(limits.page_items)),
      integer("limits.group_members", "Members of one group.", 2, 100'000, PARLEY_FIELD(limits.group_members)),
      integer(
          "limits.sync_changes",
          "Changes to one conversation that a returning client is sent one by one; beyond it starts afresh with the "
          "latest messages.",
          1, 10'000, PARLEY_FIELD(limits.sync_changes)),
      integer("limits.sync_window", "Messages with which it then starts.", 1, 1000, PARLEY_FIELD(limits.sync_window)),
      integer("limits.sync_bytes", "Bytes in one page of such a catch-up, about.", 16 * kKilobyte, 16 * kMegabyte,
              PARLEY_FIELD(limits.sync_bytes)),
      integer("limits.sync_conversations", "Conversations that a returning client may name.", 1, 100'000,
              PARLEY_FIELD(limits.sync_conversations)),
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

#undef PARLEY_FIELD

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
