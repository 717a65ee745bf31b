// Runs parleyd's command line. main() calls it once.
#pragma once

namespace parley {

// The exit codes, which --help explains too.
inline constexpr int kExitDone = 0;
inline constexpr int kExitFailed = 1;  // could not start, not ready, migrations pending or failed
inline constexpr int kExitUsage = 2;   // wrong usage or configuration; nothing was done

// Runs the command that the arguments name and returns the exit code of the process. Throws nothing.
int run_command_line(int argc, const char* const* argv);

}  // namespace parley
