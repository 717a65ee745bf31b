#include "core/store/message_details_postgres.hpp"
#include "core/store/message_details_sqlite.hpp"

namespace parley {

void complete(SqlConnection& connection, std::span<const Incomplete> messages) {
  MessageDetails details(messages);
  connection.dialect() == Dialect::sqlite ? sqlite::read_details(connection, details)
                                          : postgres::read_details(connection, details);
  details.finish();
}

void write_mentions(SqlConnection& connection, std::span<const MentioningMessage> messages) {
  connection.dialect() == Dialect::sqlite ? sqlite::write_mentions(connection, messages)
                                          : postgres::write_mentions(connection, messages);
}

}  // namespace parley
