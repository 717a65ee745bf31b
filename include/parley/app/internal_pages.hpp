// Answers what only the operator may see: the metrics, and why the node is not ready. A listener of its own serves
// these pages, by default on the loopback interface only. The composition root owns them; they are used on the
// listener's loop.
#pragma once

#include <functional>

#include <parley/api/http_handler.hpp>
#include <parley/app/readiness.hpp>
#include <parley/base/metrics.hpp>
#include <parley/net/upgrade_handler.hpp>

namespace parley {

class InternalPages final : public HttpHandler, public UpgradeHandler {
 public:
  // `refresh_gauges` is called before the metrics are read.
  // REQUIRES: the references outlive this object.
  InternalPages(const Readiness& readiness, const Metrics& metrics, std::function<void()> refresh_gauges)
      : readiness_(readiness), metrics_(metrics), refresh_gauges_(std::move(refresh_gauges)) {}

  Awaitable<HttpDecision> admit(const HttpRequest& head) override;

  // There is no WebSocket on this port.
  bool serves(std::string_view path) const override;
  Task<AcceptedUpgrade> accept(const HttpRequest& request) override;

 private:
  HttpResponse answer(const HttpRequest& request) const;

  const Readiness& readiness_;
  const Metrics& metrics_;
  std::function<void()> refresh_gauges_;
};

}  // namespace parley
