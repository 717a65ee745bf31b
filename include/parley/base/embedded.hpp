// Gives access to the files that cmake/EmbedFiles.cmake compiles into the binary. Constants; any thread.
#pragma once

#include <span>
#include <string_view>

namespace parley::embedded {

struct File {
  std::string_view path;  // relative to the embedded folder, as in "0001_initial.sql"
  std::string_view bytes;
};

// Each function returns one embedded folder's files, sorted by path.
std::span<const File> sqlite_migrations();
std::span<const File> postgres_migrations();
std::span<const File> web_files();

}  // namespace parley::embedded
