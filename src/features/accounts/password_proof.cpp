#include <parley/features/accounts/password_proof.hpp>

#include <parley/core/store/users.hpp>
#include <parley/features/accounts/store.hpp>

#include "core/membership.hpp"

namespace parley {

Result<void> lock_same_password(Transaction& tx, const ProvenPassword& proven) {
  if (has_account(tx.store<UserStore>().lock(proven.user)) &&
      tx.store<AccountStore>().password_hash(proven.user) == proven.hash) {
    return {};
  }
  return fail(ErrorCode::conflict, "The password was changed at the same time.");
}

}  // namespace parley
