// What can go wrong around and within a cluster, each as something that begins, lasts and is over when it returns.
#pragma once

#include <random>
#include <span>
#include <string_view>

#include "torture/cluster.hpp"

namespace parley::torture {

struct Strike {
  Cluster& cluster;
  std::mt19937_64 random;
  milliseconds length;  // of what has no length by itself; outages of a server are some times longer
};

struct Fault {
  std::string_view name;
  std::string_view description;
  void (*strike)(Strike& strike);
};

// Every fault by itself; the last one is all of them mixed.
std::span<const Fault> all_faults();

}  // namespace parley::torture
