// The rows that say which users have blocked which other users. A store belongs to a transaction and to the thread that
// runs it. It throws StoreFailure if the database fails.
#pragma once

#include <vector>

#include <parley/base/ids.hpp>
#include <parley/store/sql.hpp>

namespace parley {

class BlockStore {
 public:
  explicit BlockStore(SqlConnection& connection) : connection_(connection) {}
  // Returns the users that this user has blocked, ascending by id.
  std::vector<UserId> list(UserId user);
  // Adds or removes a block, and corrects the flags of both users (User::has_blocks, User::is_blocked).
  // REQUIRES: the transaction has locked the rows of both.
  void add(UserId user, UserId blocked);
  void remove(UserId user, UserId blocked);
  // Returns whether one of the two has blocked the other.
  bool is_between(UserId one, UserId other);
  // Sets whether the members of a direct conversation are silenced: a silenced member cannot write. Sending reads this
  // flag with the member and needs no further question.
  void silence(ConversationId direct, bool silenced);

 private:
  void update_flags(UserId user, UserId blocked);

  SqlConnection& connection_;
};

}  // namespace parley
