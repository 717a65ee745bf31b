#include <parley/api/system_operations.hpp>

#include <parley/api/client_config.hpp>

namespace parley {
namespace {

Task<ClientConfig> get_config(const CurrentConfig& config) { co_return config(); }

}  // namespace

void add_system_operations(OperationTable& table) {
  using namespace authority;
  using enum HttpMethod;
  // clang-format off
  table.add({
    {"config.get", anyone, get, "/config", 200,
     handle<Nothing, ClientConfig>(get_config), "What a client needs to know before a user signs in."},
  });
  // clang-format on
}

}  // namespace parley
