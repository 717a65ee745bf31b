#include <parley/base/byte_budget.hpp>

namespace parley {

std::size_t ByteBudget::held() const {
  std::scoped_lock lock(mutex_);
  return held_;
}

bool ByteBudget::take(const std::string& client, std::size_t bytes) {
  std::scoped_lock lock(mutex_);
  const auto found = by_client_.find(client);
  const std::size_t own = found == by_client_.end() ? 0 : found->second;
  if (held_ + bytes > limit_ || own + bytes > limit_ / kClients) return false;
  held_ += bytes;
  by_client_[client] += bytes;
  return true;
}

void ByteBudget::give_back(const std::string& client, std::size_t bytes) {
  if (bytes == 0) return;
  std::scoped_lock lock(mutex_);
  held_ -= bytes;
  const auto found = by_client_.find(client);
  found->second -= bytes;
  if (found->second == 0) by_client_.erase(found);
}

}  // namespace parley
