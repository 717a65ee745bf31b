#include <parley/net/address_counts.hpp>

#include <parley/base/address_buckets.hpp>

namespace parley {

AddressPlace::~AddressPlace() {
  if (counts_) counts_->give_back(key_);
}

std::optional<AddressPlace> AddressCounts::take(const AddressKey& key) {
  if (key.is_loopback()) return AddressPlace();
  const auto network = key.wider();
  std::scoped_lock lock(mutex_);
  const auto count_of = [&](const AddressKey& counted) {
    const auto found = counts_.find(counted);
    return found == counts_.end() ? 0 : found->second;
  };
  const auto network_limit = static_cast<std::size_t>(kWiderShare) * limit_;
  if (count_of(key) >= limit_ || (network && count_of(*network) >= network_limit)) return std::nullopt;
  ++counts_[key];
  if (network) ++counts_[*network];
  return AddressPlace(shared_from_this(), key);
}

void AddressCounts::give_back(const AddressKey& key) {
  std::scoped_lock lock(mutex_);
  remove_one(key);
  if (const auto network = key.wider()) remove_one(*network);
}

void AddressCounts::remove_one(const AddressKey& key) {
  const auto found = counts_.find(key);
  if (found != counts_.end() && --found->second == 0) counts_.erase(found);
}

}  // namespace parley
