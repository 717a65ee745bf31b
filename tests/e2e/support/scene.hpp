// A scene in which any operation can be called with parameters that are valid, so that a test can run over all of them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "e2e/support/caller.hpp"

namespace parley::e2e {

// What one call is made in: a group with one message of its author, and the caller on a device of its own.
struct Scene {
  std::string conversation;
  std::string author;  // user ids
  std::string target;  // another member
  std::string newcomer;  // not in the group
  Person caller;  // of an anonymous call, the stranger: whose tokens it may hold
  Person other_device;  // the caller's
  std::string fresh;  // different in every scene
};

using Fixture = Json (*)(const Scene&);

// Valid parameters for each operation, by its name. A new operation needs its row.
const std::map<std::string, Fixture>& fixtures();

// All operations of the table, those for development too.
std::vector<const Operation*> all_operations();

}  // namespace parley::e2e
