#include <parley/app/command_line.hpp>

int main(int argc, char** argv) { return parley::run_command_line(argc, argv); }
