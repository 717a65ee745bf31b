#include <cstdlib>
#include <system_error>
#include <unistd.h>

#include "support/temporary_folder.hpp"

namespace parley::testing {
namespace {

// Returns a file system in memory if there is one: the tests crash processes and not machines, and must not wait for a
// busy disk.
std::filesystem::path parent_of_temporary_folders() {
  const std::filesystem::path memory = "/dev/shm";
  return ::access(memory.c_str(), W_OK) == 0 ? memory : std::filesystem::temp_directory_path();
}

}  // namespace

TemporaryFolder::TemporaryFolder() : TemporaryFolder(parent_of_temporary_folders()) {}

TemporaryFolder::TemporaryFolder(const std::filesystem::path& parent) {
  std::string pattern = parent / "parley-XXXXXX";
  if (::mkdtemp(pattern.data()) == nullptr) throw std::system_error(errno, std::generic_category(), "mkdtemp");
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace parley::testing
