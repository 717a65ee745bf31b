#include <parley/app/version.hpp>

#include "app/options.hpp"

namespace parley {
namespace {

constexpr std::size_t kInternalConnections = 32;

bool uses_https(const Configuration& configuration) { return configuration.server.public_url.starts_with("https://"); }

OriginOptions origin_options(const Configuration::Server& server) {
  return {server.allowed_origins, server.public_url, server.host_names};
}

// Returns what the server can do, and what it asks of clients.
std::vector<std::string> features(const Configuration& configuration) {
  std::vector<std::string> all = client_features();
  if (!configuration.auth.keep_on_devices) all.emplace_back("keep_nothing");
  return all;
}

}  // namespace

HubOptions hub_options(const Configuration& configuration) {
  HubOptions options;
  options.deflate = configuration.websocket.deflate;
  return options;
}

EncodeText client_encoder(const Configuration& configuration) {
  return [options = hub_options(configuration)](const std::string& json) { return encode_for_clients(json, options); };
}

SignInOptions sign_in_options(const Configuration& configuration, std::vector<SigningKey> keys) {
  const Configuration::Auth& auth = configuration.auth;
  return {.keys = std::move(keys),
          .issuer = auth.issuer,
          .audience = auth.audience,
          .access_token_life = auth.access_token_life,
          .refresh_token_life = auth.refresh_token_life,
          .bcrypt_cost = static_cast<int>(auth.bcrypt_cost),
          .bcrypt_threads = bcrypt_thread_count(configuration),
          .bcrypt_queue_limit = auth.bcrypt_queue_limit,
          .registration_open = auth.registration == RegistrationPolicy::open,
          .development_networks = Networks::parse(configuration.dev.networks).value_or(Networks()),
          .secure_cookies = uses_https(configuration)};
}

// With the public URL https://chat.example.org, the socket's URL is wss://chat.example.org/api/ws. Without a public URL
// it is relative, and clients resolve it against the URL of the server that they have loaded it from.
ClientConfig client_config(const Configuration& configuration, bool registration_open) {
  const std::string& url = configuration.server.public_url;
  std::string socket = url.empty() ? "" : "ws" + url.substr(std::string_view("http").size());
  return {std::string(version()),
          socket + "/api/ws",
          registration_open,
          milliseconds(configuration.limits.heartbeat_interval).count(),
          client_limits(configuration.limits),
          features(configuration)};
}

WebSocketEndpointOptions websocket_options(const Configuration& configuration) {
  return {configuration.websocket.deflate, configuration.auth.query_token};
}

// A Prometheus and an operator need few connections.
HttpListenerOptions internal_options(const Configuration& configuration) {
  Limits limits = configuration.limits;
  limits.connections = kInternalConnections;
  return {.address = configuration.metrics.address, .port = configuration.metrics.port, .limits = limits};
}

HttpListenerOptions http_options(const Configuration& configuration) {
  const Configuration::Server& server = configuration.server;
  return {server.address,           server.port, configuration.limits, origin_options(server), server.trusted_proxies,
          uses_https(configuration)};
}

}  // namespace parley
