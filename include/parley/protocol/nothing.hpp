// The request without fields, and the reply without content.
#pragma once

#include <parley/protocol/codec.hpp>

namespace parley {

struct Nothing {};  // of requests without fields, and replies without content

template <>
struct Fields<Nothing> {
  static constexpr std::string_view name = "Nothing";
  static constexpr std::tuple<> list{};
};

}  // namespace parley
