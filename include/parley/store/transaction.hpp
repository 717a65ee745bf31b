// One unit of work against the database. It belongs to the thread that runs it and ends with it: what the work returns
// as a value commits, what it returns as an Error rolls back.
#pragma once

#include <stdexcept>
#include <utility>
#include <vector>

#include <parley/core/event.hpp>
#include <parley/features/search/store.hpp>
#include <parley/store/conversations.hpp>
#include <parley/store/users.hpp>

namespace parley {

// The database failed: away, full, damaged. Thrown by the stores' methods, caught by the database that runs the unit of
// work, which answers `unavailable`; nothing outside the store layer sees it.
class StoreFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Transaction {
 public:
  virtual ~Transaction() = default;
  virtual UserStore& users() = 0;
  virtual SessionStore& sessions() = 0;
  virtual ConversationStore& conversations() = 0;
  virtual MemberStore& members() = 0;
  virtual MessageStore& messages() = 0;
  virtual SearchStore& search() = 0;
  virtual ReceiptStore& receipts() = 0;
  virtual BlockStore& blocks() = 0;
  virtual Epoch epoch() = 0;

  // Has the event made known once the transaction has committed, and only then.
  void announce(Event event) { events_.push_back(std::move(event)); }
  std::vector<Event> take_events() { return std::exchange(events_, {}); }

 private:
  std::vector<Event> events_;
};

}  // namespace parley
