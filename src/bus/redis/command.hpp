// Encodes a command as Redis reads it: an array of bulk strings (Redis serialization protocol, version 2). Pure; any
// thread.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace parley::redis {

std::string encode_command(std::span<const std::string_view> words);
std::string encode_command(std::initializer_list<std::string_view> words);

}  // namespace parley::redis
