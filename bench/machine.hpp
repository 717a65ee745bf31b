// What a reader needs to know of the machine in order to compare its figures with those of another: the cores, and the
// price of the two things that a chat server spends its time on, which are one write to the disk and one send to a
// client. One thread.
#pragma once

#include <filesystem>

namespace parley::bench {

struct Machine {
  unsigned cores = 0;
  double load = 0;          // the load average of the last minute
  double sync_seconds = 0;  // the median time of a write of 4 kB that reaches the disk
  double send_seconds = 0;  // the processor time of a send of 330 bytes to a connection on this machine
};

Machine examine_machine(const std::filesystem::path& folder);

}  // namespace parley::bench
