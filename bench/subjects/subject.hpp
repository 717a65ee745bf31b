// The servers that can be measured, by name: what each one needs and how it is started. Plain values; one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "client/clients.hpp"
#include "client/server_process.hpp"

namespace parley::bench {

// The paths of the programs and their settings.
struct Programs {
  std::string parleyd;
  std::vector<std::string> settings = {};  // further settings of parleyd, key=value
};

// What one run of a server has for itself. A URL is empty if the subject does not need that server.
struct Grounds {
  std::filesystem::path folder;
  std::string postgres_url = {};
  std::string redis_url = {};
};

enum class Needs : std::uint8_t { nothing, postgres, postgres_and_redis };

struct Subject {
  std::string_view name;
  Needs needs;
  Framing framing;
  ServerCommand (*command)(const Programs& programs, const Grounds& grounds);
};

std::vector<std::string> subject_names();
const Subject& find_subject(std::string_view name);  // Returns a subject. `name` is one of subject_names().

}  // namespace parley::bench
