// Feeds a live client's message to the envelope parser and to the requests of the operation table. Nothing may crash,
// and an accepted message.send must be the same after it was written and read again.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <parley/features/conversations/fields.hpp>
#include <parley/features/messages/fields.hpp>
#include <parley/features/sync/fields.hpp>
#include <parley/protocol/live_message.hpp>

namespace {

using namespace parley;

template <class Request>
void check(const LiveRequest& live, const Limits& limits) {
  const auto request = from_json<Request>(live.parameters(), limits);
  if (!request) {
    if (request.error().fields.empty()) std::abort();
    return;
  }
  const std::string json = to_json(*request);
  const auto document = JsonDocument::parse(json, limits.json_depth);
  if (!document) std::abort();
  const auto again = from_json<Request>(document->root(), limits);
  if (!again || to_json(*again) != json) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Limits limits;
  const auto live = read_live_request({reinterpret_cast<const char*>(data), size}, limits.json_depth);
  if (!live) return 0;
  check<SendRequest>(*live, limits);
  check<HelloRequest>(*live, limits);
  check<CreateGroupRequest>(*live, limits);
  check<HistoryRequest>(*live, limits);
  return 0;
}
