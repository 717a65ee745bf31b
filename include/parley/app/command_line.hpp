// parleyd's command line. Called once, by main.
#pragma once

namespace parley {

// Exit codes, also in --help.
inline constexpr int kExitDone = 0;
inline constexpr int kExitFailed = 1;  // could not start, not ready, migrations pending or failed
inline constexpr int kExitUsage = 2;   // wrong usage or configuration: nothing was done

// Runs the command that the arguments name and gives the process's exit code. Throws nothing.
int run_command_line(int argc, const char* const* argv);

}  // namespace parley
