// Runs the real binary with commands that end by themselves. Used on one thread.
#pragma once

#include "support/process.hpp"
#include "support/temporary_folder.hpp"

namespace parley::e2e {

using testing::Process;
using testing::read_file;
using testing::TemporaryFolder;

// The exit code and the output of a finished run.
struct Finished {
  int exit_code = 0;
  std::string out;
  std::string error;
};

Finished run_parleyd(const std::vector<std::string>& arguments, const std::vector<std::string>& variables = {});

}  // namespace parley::e2e
