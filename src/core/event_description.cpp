#include <parley/core/event_description.hpp>

#include "core/event_table.hpp"

namespace parley {
namespace {

// Adds the row to the descriptions. Rows of one event stand together in the table, so a second row with the same name
// is another form of the event before it.
template <class Row>
void describe(std::vector<EventDescription>& all, const Row& row) {
  if (all.empty() || all.back().name != row.name) {
    all.push_back({row.name, row.summary, row.stream, row.audience, {}});
  }
  all.back().forms.push_back([](SchemaBook& book) { return Codec<typename Row::DataType>::schema(book, {}); });
}

}  // namespace

std::string EventDescription::schema(SchemaBook& book) const {
  if (forms.size() == 1) return forms.front()(book);
  std::string schemas;
  for (const auto form : forms) schemas += (schemas.empty() ? "" : ",") + form(book);
  return "{\"oneOf\":[" + schemas + "]}";
}

std::vector<EventDescription> event_descriptions() {
  std::vector<EventDescription> all;
  std::apply([&all](const auto&... rows) { (describe(all, rows), ...); }, event_table::kEvents);
  return all;
}

}  // namespace parley
