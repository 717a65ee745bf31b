// What goes wrong between the store and its server, by what can be done about it. Values; any thread.
#pragma once

#include <string>

#include <parley/store/database.hpp>

namespace parley::postgres {

enum class Fault {
  refused,   // the server does not do this
  conflict,  // another transaction was in the way: from its beginning, this one may succeed
  lost,      // the connection is of no use any more
};

class PostgresError : public StoreFailure {
 public:
  PostgresError(Fault fault, const std::string& text) : StoreFailure(text), fault_(fault) {}
  Fault fault() const { return fault_; }

 private:
  Fault fault_;
};

}  // namespace parley::postgres
