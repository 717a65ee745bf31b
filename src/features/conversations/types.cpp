#include <parley/features/conversations/types.hpp>

#include <parley/protocol/visible_text.hpp>

namespace parley {

bool Codec<Label>::read(JsonValue value, Label& out, const ReadContext& context) {
  if (!read_text(value, out.value, context) || !check_length(out.value, context)) return false;
  return out.value.empty() || (shows_something(out.value) && hides_nothing(out.value)) ||
         context.fault(FieldFault::invalid,
                       "A label shows something, hides nothing, and has no signs that turn text around.");
}

}  // namespace parley
