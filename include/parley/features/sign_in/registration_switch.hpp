// Whether anybody may register: what the operator chose last, or otherwise what the configuration says. The sign-in
// module owns it; any thread.
#pragma once

#include <atomic>
#include <optional>

namespace parley {

class RegistrationSwitch {
 public:
  explicit RegistrationSwitch(bool configured) : configured_(configured), open_(configured) {}

  bool is_open() const { return open_; }
  // Follows the operator's choice. Without one, the configuration decides.
  void follow(std::optional<bool> chosen) { open_ = chosen.value_or(configured_); }

 private:
  const bool configured_;
  std::atomic<bool> open_;
};

}  // namespace parley
