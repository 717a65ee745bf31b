#include <parley/net/connection_life.hpp>

#include <algorithm>

namespace parley {

bool ConnectionLife::begin_close(CloseCode code, Instant deadline) {
  if (state_ != State::open) return false;
  state_ = State::closing;
  code_ = code;
  deadline_ = deadline;
  return true;
}

void ConnectionLife::hear_end() {
  if (state_ == State::closing) state_ = State::answered;
}

bool ConnectionLife::end_sending(Instant deadline) {
  if (state_ != State::answered) return false;
  state_ = State::half_closed;
  deadline_ = std::min(deadline_, deadline);
  return true;
}

std::optional<ConnectionLife::End> ConnectionLife::vanish(CloseCode code) {
  if (state_ == State::gone) return std::nullopt;
  state_ = State::gone;
  return End{code_.value_or(code), !code_};
}

}  // namespace parley
