// The exception of a PostgreSQL server, classified by what can be done about it. Values; any thread.
#pragma once

#include <string>

#include <parley/store/database.hpp>

namespace parley::postgres {

enum class Fault {
  refused,   // the server refuses the statement, and would refuse it again
  conflict,  // another transaction was in the way: this one may succeed if it is run again
  lost,      // the connection cannot be used any more
};

class PostgresError : public StoreFailure {
 public:
  PostgresError(Fault fault, const std::string& text) : StoreFailure(text), fault_(fault) {}
  Fault fault() const { return fault_; }

 private:
  Fault fault_;
};

}  // namespace parley::postgres
