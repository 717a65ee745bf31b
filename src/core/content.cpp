#include <parley/core/content.hpp>

#include <parley/core/graphemes.hpp>

namespace parley {

std::string_view Content::preview(std::size_t characters) const { return beginning_of(body, characters); }

}  // namespace parley
