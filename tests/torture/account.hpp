// Somebody who writes or reads, and how a connection to a node of their choice is made. Any thread.
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

// Tries again while the cluster is not quite itself.
Account make_account(const Cluster& cluster, const std::string& username);
// Gives the id of a new group; the first account is its admin.
std::string make_group(const Cluster& cluster, const std::vector<Account>& members);
// A result of REST from any node that gives one.
Json ask(const Cluster& cluster, const Account& account, const std::string& target);

}  // namespace parley::torture
