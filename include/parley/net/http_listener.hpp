// The HTTP server. It accepts connections on the first loop and distributes them over all loops in turn. The
// composition root owns it, starts it before or while the loops run, and keeps it until it is drained or the loops have
// stopped.
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
#include <parley/net/origin_policy.hpp>
#include <parley/net/upgrade_handler.hpp>

namespace parley {

struct HttpListenerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0 means any free port, which port() then returns
  Limits limits = {};
  OriginOptions origins = {};  // the pages that may use REST and WebSocket
  std::vector<std::string> trusted_proxies = {};  // addresses and networks with a trusted X-Forwarded-For
  bool strict_transport = false;  // send Strict-Transport-Security, since a proxy provides TLS
};

class HttpListener {
 public:
  // REQUIRES: `loops` is not empty; the references and loops outlive the listener.
  HttpListener(HttpListenerOptions options, HttpHandler& handler, UpgradeHandler& upgrades, Metrics& metrics,
               std::span<asio::io_context* const> loops);
  ~HttpListener();
  HttpListener(const HttpListener&) = delete;
  HttpListener& operator=(const HttpListener&) = delete;

  // Starts to listen. Errors: invalid_request if an option cannot be parsed, unavailable if the address or port cannot
  // be used.
  Result<void> start();
  // Returns the port on which the server listens.
  // REQUIRES: start() has succeeded.
  std::uint16_t port() const;
  // Returns the number of connections that speak HTTP now, without those that were upgraded. Any thread.
  std::size_t connections() const;
  // Return the bytes of bodies of which more has to come, and of responses that their clients have not read. Any
  // thread.
  std::size_t unread_body_bytes() const;
  std::size_t unsent_reply_bytes() const;

  // Accepts no further connections. Any thread.
  void stop_accepting();
  // Stops accepting, closes idle connections at once, lets running requests finish (with Connection: close) until the
  // deadline, and cancels the rest. Nothing of the server runs afterwards.
  // REQUIRES: it is called once, on any loop that keeps running.
  Awaitable<void> drain(Instant deadline);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace parley
