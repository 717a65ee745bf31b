#include <sys/stat.h>

#include <parley/app/command_line.hpp>

// Only the owner can open the files that the process creates, whatever it creates.
int main(int argc, char** argv) {
  ::umask(S_IRWXG | S_IRWXO);
  return parley::run_command_line(argc, argv);
}
