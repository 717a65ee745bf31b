#include <parley/protocol/schema.hpp>

#include <parley/protocol/json_writer.hpp>

namespace parley {

std::string quoted(std::string_view text) {
  std::string out;
  JsonWriter(out).text(text);
  return out;
}

std::string number_schema(const Bounds& bounds) {
  std::string schema = R"({"type":"integer","format":"int64","minimum":)" + std::to_string(bounds.least);
  if (bounds.greatest != Bounds{}.greatest) schema += R"(,"maximum":)" + std::to_string(bounds.greatest);
  return schema + "}";
}

std::string text_schema(const Bounds& bounds, const Form& own) {
  const std::string_view format = bounds.form.format.empty() ? own.format : bounds.form.format;
  const std::string_view pattern = bounds.form.pattern.empty() ? own.pattern : bounds.form.pattern;
  std::string schema = R"({"type":"string")";
  if (bounds.least > 0) schema += R"(,"minLength":)" + std::to_string(bounds.least);
  if (bounds.greatest != Bounds{}.greatest) schema += R"(,"maxLength":)" + std::to_string(bounds.greatest);
  if (!format.empty()) schema += R"(,"format":)" + quoted(format);
  if (!pattern.empty()) schema += R"(,"pattern":)" + quoted(pattern);
  return schema + "}";
}

std::string nullable_schema(std::string schema) {
  return R"({"oneOf":[)" + std::move(schema) + R"(,{"type":"null"}]})";
}

}  // namespace parley
