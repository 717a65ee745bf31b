// A statement's values as PostgreSQL reads them. Single ones go in their text forms, which fit whatever type they have
// in the statement; arrays in their binary form. Values; any thread.
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

// In their order. Throws std::invalid_argument for a NUL, which PostgreSQL's text cannot hold: the protocol lets none
// through.
std::vector<Parameter> encode(std::span<const Value> values);

}  // namespace parley::postgres
