// One unit of work against the database. It belongs to the thread that runs it and ends with it: what the work returns
// as a value commits, what it returns as an Error rolls back.
#pragma once

#include <utility>
#include <vector>

#include <parley/base/ids.hpp>
#include <parley/store/pending_event.hpp>
#include <parley/store/sql.hpp>

namespace parley {

class Transaction {
 public:
  Transaction(SqlConnection& connection, Epoch epoch) : connection_(connection), epoch_(epoch) {}
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  // A store is a class that is made from an SqlConnection&: transaction.store<UserStore>().find(id).
  template <class Store>
  Store store() {
    return Store(connection_);
  }

  // The database's own, from a server that is still there: a restore ends all connections to what it replaces.
  Epoch epoch() {
    connection_.hear_answers();
    return epoch_;
  }

  // Has the event made known once the transaction has committed, and only then.
  void announce(PendingEvent event) { events_.push_back(std::move(event)); }
  std::vector<PendingEvent> take_events() { return std::exchange(events_, {}); }

 private:
  SqlConnection& connection_;
  Epoch epoch_;
  std::vector<PendingEvent> events_;
};

}  // namespace parley
