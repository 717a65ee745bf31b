#include <libpq-fe.h>
#include <map>
#include <memory>

#include <fmt/format.h>

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
