#include <parley/features/typing/operations.hpp>

#include <parley/features/typing/fields.hpp>
#include <parley/features/typing/typing.hpp>

namespace parley {
namespace {

// Signals come often and expire in seconds, so they should cost little. A live connection that receives the events of
// the conversation belongs to a member, and the membership is not read again.
Task<void> set_typing(Typing& typing, RequestContext& context, TypingRequest request) {
  if (!context.live || !context.live->receives(request.conversation)) {
    co_return co_await typing.set(context.caller(), request.conversation, request.active);
  }
  co_return co_await typing.set_by_member(context.caller(), request.conversation, request.active);
}

}  // namespace

void add_typing_operations(OperationTable& table) {
  using namespace authority;
  using enum HttpMethod;
  // clang-format off
  table.add({
    {"typing.set", member, post, "/conversations/{conversation}/typing", 204,
     handle<TypingRequest, Nothing>(set_typing), "Show the others that the caller types. It expires in six seconds."},
  });
  // clang-format on
}

}  // namespace parley
