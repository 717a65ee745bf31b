// Holds the services of the process by their type, so that the operation table can give each handler the services that
// it needs without knowing them. The composition root owns the services and fills the registry, which is read while the
// table is bound. The main thread.
#pragma once

#include <stdexcept>
#include <string>
#include <type_traits>
#include <typeindex>
#include <unordered_map>

namespace parley {

class ServiceRegistry {
 public:
  // The service must outlive every table that is bound to this registry. A const service is given out as const only.
  template <class Service>
  void add(Service& service) {
    services_[typeid(Service)] = {&service, std::is_const_v<Service>};
  }

  // Throws std::logic_error if the service was not added, because then the composition root is incomplete.
  template <class Service>
  Service& get() const {
    const auto found = services_.find(typeid(Service));
    if (found == services_.end() || (found->second.is_const && !std::is_const_v<Service>)) {
      throw std::logic_error(std::string("no service of this type was added: ") + typeid(Service).name());
    }
    return *static_cast<Service*>(const_cast<void*>(found->second.service));
  }

 private:
  struct Entry {
    const void* service = nullptr;
    bool is_const = false;
  };

  std::unordered_map<std::type_index, Entry> services_;
};

}  // namespace parley
