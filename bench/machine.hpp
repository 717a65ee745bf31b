// What a reader needs to know of the machine to compare its figures with those of another: beside the cores, the price
// of the two things that a chat server's time goes to, one write to the disk and one send to a client. One thread.
#pragma once

#include <filesystem>

namespace parley::bench {

struct Machine {
  unsigned cores = 0;
  double load = 0;          // of the last minute
  double sync_seconds = 0;  // of a write of 4 kB that reaches the disk, the median
  double send_seconds = 0;  // of processor time for a send of 330 bytes to a connection on this machine
};

Machine examine_machine(const std::filesystem::path& folder);

}  // namespace parley::bench
