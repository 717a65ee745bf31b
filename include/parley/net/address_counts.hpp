// Counts the connections of each client address on this node, up to a limit for each address key and kWiderShare times
// as many for the /48 around it (base/address_key.hpp). The listener makes the counts; each counted connection holds a
// place and keeps the counts alive. Any thread, with a mutex inside.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>

#include <parley/base/address_key.hpp>

namespace parley {

class AddressCounts;

// One connection in the counts. The connection moves it along when it becomes a WebSocket; the destructor gives it
// back. An empty place counts nothing.
class AddressPlace {
 public:
  AddressPlace() = default;
  AddressPlace(AddressPlace&& other) noexcept = default;
  AddressPlace& operator=(AddressPlace&& other) noexcept {
    std::swap(counts_, other.counts_);
    std::swap(key_, other.key_);
    return *this;
  }
  AddressPlace(const AddressPlace&) = delete;
  AddressPlace& operator=(const AddressPlace&) = delete;
  ~AddressPlace();

  bool is_empty() const { return counts_ == nullptr; }

 private:
  friend class AddressCounts;
  AddressPlace(std::shared_ptr<AddressCounts> counts, const AddressKey& key) : counts_(std::move(counts)), key_(key) {}

  std::shared_ptr<AddressCounts> counts_;
  AddressKey key_;
};

class AddressCounts : public std::enable_shared_from_this<AddressCounts> {
 public:
  explicit AddressCounts(std::size_t limit) : limit_(limit) {}

  // Counts a connection of this address. Returns nothing, and counts nothing, if the address or the network around it
  // has as many as its limit. Connections of the machine itself are not counted, because a proxy on it that the
  // configuration does not name would use them up for everybody; their place is empty.
  std::optional<AddressPlace> take(const AddressKey& key);

 private:
  friend class AddressPlace;
  void give_back(const AddressKey& key);
  void remove_one(const AddressKey& key);

  std::size_t limit_;
  std::mutex mutex_;
  std::unordered_map<AddressKey, std::size_t> counts_;
};

}  // namespace parley
