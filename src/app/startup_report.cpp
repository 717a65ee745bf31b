#include <iostream>
#include <string>

#include <fmt/format.h>

#include <parley/app/backends.hpp>
#include <parley/app/command_line.hpp>
#include <parley/app/version.hpp>
#include <parley/base/log.hpp>

#include "app/startup_report.hpp"

namespace parley {
namespace {

// Returns the URL that works on this machine. An address that means every interface is no address to connect to, and
// an IPv6 address stands in brackets (RFC 3986 §3.2.2).
std::string local_url(const std::string& address, std::uint16_t port) {
  const std::string host = address == "0.0.0.0" || address == "::" ? "localhost" : address;
  return fmt::format("http://{}:{}", host.contains(':') ? "[" + host + "]" : host, port);
}

}  // namespace

void report_ready(const Configuration& configuration, std::uint16_t port, std::optional<std::uint16_t> internal_port) {
  const std::string url = local_url(configuration.server.address, port);
  const std::string metrics =
      internal_port ? local_url(configuration.metrics.address, *internal_port) + "/metrics" : "off";
  log::info(
      "server.ready",
      {{"url", url}, {"version", version()}, {"database", describe_database(configuration)}, {"metrics", metrics}});
  if (configuration.dev.enabled) {
    log::warn("server.development",
              {{"detail", "dev.enabled is on: anyone on this machine and in dev.networks can sign in as any user"}});
  }
  if (internal_port) std::cout << "Metrics are at " << metrics << '\n';
  std::cout << "Parley is ready at " << url << std::endl;
}

int report_failure(const Error& error) {
  log::error("server.failed", {{"detail", error.detail}});
  return kExitFailed;
}

}  // namespace parley
