// The faults around and within a cluster. Each one begins, lasts for a time and is over when its function returns.
#pragma once

#include <random>
#include <span>
#include <string_view>

#include "torture/cluster.hpp"

namespace parley::torture {

struct Strike {
  Cluster& cluster;
  std::mt19937_64 random;
  milliseconds length;  // the length of a fault; an outage of a server lasts some times longer
};

struct Fault {
  std::string_view name;
  std::string_view description;
  void (*strike)(Strike& strike);
};

// Returns each fault by itself, and last all of them mixed.
std::span<const Fault> all_faults();

}  // namespace parley::torture
