// Messages by the million, written into the database past the server, which does not run meanwhile: sent one by one
// they would take hours. Pure but for the database; one thread.
#pragma once

#include <cstddef>
#include <string>

#include "subjects/subject.hpp"

namespace parley::bench {

// The conversation is one that the server has made and that nobody has written to yet. Throws.
void write_message_rows(const Grounds& grounds, const std::string& conversation, const std::string& sender,
                        std::size_t count);

}  // namespace parley::bench
