// Writes millions of messages directly into the database while the server is stopped, because sending them one by one
// would take hours. Pure except for the database; one thread.
#pragma once

#include <cstddef>
#include <string>

#include "subjects/subject.hpp"

namespace parley::bench {

// The server has created the conversation, and it is still empty. Throws.
void write_message_rows(const Grounds& grounds, const std::string& conversation, const std::string& sender,
                        std::size_t count);

}  // namespace parley::bench
