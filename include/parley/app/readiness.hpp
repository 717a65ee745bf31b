// Says whether the node should get work. The load balancer asks on the public port and learns no more than that; the
// operator asks on the internal port and learns the reason. The composition root owns it; any thread.
#pragma once

#include <atomic>
#include <functional>

#include <parley/protocol/http_message.hpp>

namespace parley {

// The state of the services on which the server depends. Without the bus the server still works, but events of other
// nodes arrive late.
struct Health {
  bool has_database = true;
  bool has_bus = true;
};

class Readiness {
 public:
  // `check` is called for each answer, on the request's loop.
  explicit Readiness(std::function<Health()> check) : check_(std::move(check)) {}

  // Returns the answer to GET /readyz for everybody: 200 or 503, and the same in one word.
  HttpResponse summary() const;
  // Returns the answer for the operator, with the same status and what is wrong.
  HttpResponse details() const;
  // Makes both answers 503 from now on, because the server is stopping.
  void stop() { stopping_ = true; }

 private:
  std::function<Health()> check_;
  std::atomic<bool> stopping_{false};
};

}  // namespace parley
