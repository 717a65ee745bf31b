#include <algorithm>
#include <libpq-fe.h>
#include <map>
#include <memory>
#include <ranges>
#include <string_view>

#include <fmt/format.h>

#include <parley/base/networks.hpp>

#include "store/postgres/connection_string.hpp"

namespace parley::postgres {
namespace {

using Settings = std::map<std::string, std::string>;

// Returns the settings that the URL contains.
Result<Settings> read_url(const std::string& url) {
  char* problem = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(PQconninfoParse(url.c_str(), &problem),
                                                                             PQconninfoFree);
  const std::unique_ptr<char, decltype(&PQfreemem)> reason(problem, PQfreemem);
  if (!options) return fail(ErrorCode::invalid_request, "The database's URL cannot be read.");
  Settings settings;
  for (const PQconninfoOption* option = options.get(); option->keyword; ++option) {
    if (option->val) settings.emplace(option->keyword, option->val);
  }
  return settings;
}

// Quotes a value. Within quotes only the quote and the backslash are special (libpq's documentation, section 34.1.1.1).
std::string quoted(const std::string& value) {
  std::string text = "'";
  for (const char character : value) {
    if (character == '\'' || character == '\\') text += '\\';
    text += character;
  }
  return text + "'";
}

// Adds the values that libpq takes from the environment or has built in.
void add_defaults(Settings& settings) {
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(PQconndefaults(), PQconninfoFree);
  if (!options) return;
  for (const PQconninfoOption* option = options.get(); option->keyword; ++option) {
    if (option->val) settings.try_emplace(option->keyword, option->val);
  }
}

// Returns whether a connection to this host stays on this machine. No host, a path and an abstract name mean a Unix
// socket.
bool stays_here(std::string_view host) {
  return host.empty() || host.starts_with('/') || host.starts_with('@') || is_this_machine(host);
}

}  // namespace

Result<std::string> connection_string(const PostgresOptions& options) {
  Settings settings = TRY(read_url(options.url));
  // try_emplace leaves a setting that the URL contains. The limits make libpq notice a server that has vanished: while
  // connecting, while sending, and on an idle connection.
  const milliseconds patience = options.statement_timeout + seconds(1);
  const auto add = [&](const char* keyword, const std::string& value) { settings.try_emplace(keyword, value); };
  if (!options.password.empty()) add("password", options.password);
  add("connect_timeout", std::to_string(options.connect_timeout.count()));
  add("tcp_user_timeout", std::to_string(patience.count()));
  add("keepalives_idle", "10");
  add("keepalives_interval", "3");
  add("keepalives_count", "3");
  add("client_encoding", "UTF8");
  add("fallback_application_name", "parleyd");
  std::string text;
  for (const auto& [keyword, value] : settings) text += fmt::format("{}={} ", keyword, quoted(value));
  return text;
}

}  // namespace parley::postgres

namespace parley {

// A URL may list several hosts. Addresses in `hostaddr` are those that libpq connects to, and `host` is then only the
// name in the certificate.
bool is_protected_link(const PostgresOptions& options) {
  auto settings = postgres::read_url(options.url);
  if (!settings) return true;
  postgres::add_defaults(*settings);
  const std::string& mode = (*settings)["sslmode"];
  if (mode == "verify-full" || mode == "verify-ca") return true;
  // A service in the URL names a part of a file that only libpq reads, when it connects.
  if (!(*settings)["service"].empty()) return false;
  const std::string& addresses = (*settings)["hostaddr"];
  const std::string& hosts = addresses.empty() ? (*settings)["host"] : addresses;
  return std::ranges::all_of(std::views::split(hosts, ','), [](const auto& part) {
    return postgres::stays_here(std::string_view(part.begin(), part.end()));
  });
}

}  // namespace parley
