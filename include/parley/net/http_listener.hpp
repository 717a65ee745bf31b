// The HTTP server: one listener on the first loop, its connections dealt out to all loops in turn. Owned by the
// composition root, which starts it before the loops run or while they do, and keeps it until it is drained or the
// loops have stopped.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <parley/api/http_handler.hpp>
#include <parley/base/limits.hpp>
#include <parley/base/metrics.hpp>
#include <parley/base/task.hpp>
#include <parley/net/upgrade_handler.hpp>

namespace parley {

struct HttpServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: any free one, see port()
  Limits limits = {};
  std::vector<std::string> allowed_origins = {};  // of pages on other sites: CORS and WebSocket
  std::vector<std::string> trusted_proxies = {};  // addresses and networks whose X-Forwarded-For counts
  bool strict_transport = false;                  // send Strict-Transport-Security: there is TLS in front
};

class HttpListener {
 public:
  HttpListener(HttpServerOptions options, HttpHandler& handler, UpgradeHandler& upgrades, Metrics& metrics,
               std::span<asio::io_context* const> loops);
  ~HttpListener();
  HttpListener(const HttpListener&) = delete;
  HttpListener& operator=(const HttpListener&) = delete;

  // Listens. `invalid_request` names an option that cannot be understood, `unavailable` an address that cannot be had.
  Result<void> start();
  // The port in fact, once start() has succeeded.
  std::uint16_t port() const;
  // Connections that speak HTTP now, those upgraded not among them. Any thread.
  std::size_t connections() const;

  // Refuses new connections from now on. Any thread.
  void stop_accepting();
  // Stops accepting, closes idle connections at once, lets requests under way finish (with Connection: close) until the
  // deadline, and cuts the rest. Afterwards nothing of the server runs any more. Once; on any loop that keeps running.
  Awaitable<void> drain(Instant deadline);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace parley
