// A user who is a member of no conversation, with a connection to every node. Used on one thread.
#pragma once

#include <string>
#include <vector>

#include "torture/account.hpp"

namespace parley::torture {

class Outsider {
 public:
  Outsider(const Cluster& cluster, const std::string& username);

  const std::string& id() const { return account_.id; }
  // Reads for a moment what the nodes send.
  void listen();
  // Throws if a node has sent anything of a conversation until now.
  void expect_nothing();

 private:
  Account account_;
  std::vector<e2e::LiveClient> clients_;
};

}  // namespace parley::torture
