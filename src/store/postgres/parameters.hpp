// Encodes the arguments of a statement for PostgreSQL. Single values are sent as text, which the server reads as
// whatever type the statement needs. Arrays are sent in their binary form. Values; any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <parley/store/sql.hpp>

namespace parley::postgres {

struct Parameter {
  std::optional<std::string> value;  // nothing for NULL
  bool is_binary = false;
};

// Encodes the values, in their order. Throws std::invalid_argument for a text with a NUL, which PostgreSQL cannot
// store; the protocol's checks refuse such texts before.
std::vector<Parameter> encode(std::span<const Value> values);

}  // namespace parley::postgres
