// A scene in which each operation can be called with valid parameters, so that a test can run over all operations.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "e2e/support/caller.hpp"

namespace parley::e2e {

// The surroundings of one call: a group with one message by its author, and the caller with a device of its own.
struct Scene {
  std::string conversation;
  std::string author;    // user ids
  std::string target;    // the user id of another member
  std::string newcomer;  // the user id of a user who is not in the group
  Person caller;         // the stranger in an anonymous call, whose parameters may contain the stranger's tokens
  Person other_device;   // another device of the caller
  std::string fresh;     // different in every scene
  Person inviter;        // may invite the caller
};

using Fixture = Json (*)(const Scene&);

// Returns valid parameters for each operation, by its name. A new operation needs a row here.
const std::map<std::string, Fixture>& fixtures();

// Returns all operations of the table, including those for development only.
std::vector<const Operation*> all_operations();

}  // namespace parley::e2e
