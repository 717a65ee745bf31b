// The transaction of one unit of work. If the work returns a value, the transaction commits; if it returns an error,
// the transaction rolls back. It is used on the thread that runs the work, and only while the work runs.
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

  // Returns a store, which is a class with a constructor that takes an SqlConnection&. Example:
  // transaction.store<UserStore>().find(id).
  template <class Store>
  Store store() {
    return Store(connection_);
  }

  // Returns the database's epoch. It first waits for the server, so that the epoch is that of the present database: a
  // restore ends the connections to the database that it replaces.
  Epoch epoch() {
    connection_.hear_answers();
    return epoch_;
  }

  // Announces the event after the transaction has committed.
  void announce(PendingEvent event) { events_.push_back(std::move(event)); }
  std::vector<PendingEvent> take_events() { return std::exchange(events_, {}); }

 private:
  SqlConnection& connection_;
  Epoch epoch_;
  std::vector<PendingEvent> events_;
};

}  // namespace parley
