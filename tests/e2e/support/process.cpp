#include "e2e/support/deadline.hpp"
#include "e2e/support/process.hpp"

namespace parley::e2e {

Finished run_parleyd(const std::vector<std::string>& arguments, const std::vector<std::string>& variables) {
  const TemporaryFolder folder;
  const auto error_file = folder.path() / "stderr";
  const auto deadline = Clock::now() + kPatience;
  Process process(PARLEYD_PATH, arguments, {.variables = variables, .stderr_file = error_file});
  Finished finished;
  while (const auto line = process.read_line(deadline)) finished.out += *line + '\n';
  finished.exit_code = process.wait(deadline);
  finished.error = read_file(error_file);
  return finished;
}

}  // namespace parley::e2e
