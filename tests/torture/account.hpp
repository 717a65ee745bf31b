// A user who writes or reads, and the connection to the node that the user chooses. Any thread.
#pragma once

#include <string>
#include <vector>

#include "e2e/support/live_client.hpp"
#include "torture/cluster.hpp"

namespace parley::torture {

using e2e::Json;

struct Account {
  std::string id;
  std::string token;
};

// Tries again while the cluster is not ready.
Account make_account(const Cluster& cluster, const std::string& username);
// Creates a group with the first account as its admin. Returns its id.
std::string make_group(const Cluster& cluster, const std::vector<Account>& members);
// Returns a result of REST, from any node that answers.
Json ask(const Cluster& cluster, const Account& account, const std::string& target);

}  // namespace parley::torture
