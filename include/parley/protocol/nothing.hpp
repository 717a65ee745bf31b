// Defines the type of a request without fields and of a reply without content. A value; any thread.
#pragma once

#include <parley/protocol/codec.hpp>

namespace parley {

struct Nothing {};

template <>
struct Fields<Nothing> {
  static constexpr std::string_view name = "Nothing";
  static constexpr std::tuple<> list{};
};

}  // namespace parley
