// Who has blocked whom, as a transaction sees it. Belongs to the thread that runs the transaction. A database that
// fails throws StoreFailure.
#pragma once

#include <vector>

#include <parley/base/ids.hpp>
#include <parley/store/sql.hpp>

namespace parley {

class BlockStore {
 public:
  explicit BlockStore(SqlConnection& connection) : connection_(connection) {}
  // The users whom this one has blocked, by id.
  std::vector<UserId> list(UserId user);
  void add(UserId user, UserId blocked);
  void remove(UserId user, UserId blocked);
  // Has either blocked the other?
  bool is_between(UserId one, UserId other);
  // The same, said to the two in their direct conversation, if they have one.
  void silence(ConversationId direct, bool silenced);

 private:
  void note(UserId user);

  SqlConnection& connection_;
};

}  // namespace parley
