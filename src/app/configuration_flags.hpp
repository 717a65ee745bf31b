// The flags that set the configuration, which several commands share. Used on the main thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <parley/app/configuration.hpp>

namespace CLI {
class App;
}

namespace parley {

// Prints the problem to stderr and returns the exit code.
int complain(std::string_view problem, int code);

// Adds the flags that set the configuration to a command, and reads the configuration from them.
class ConfigurationFlags {
 public:
  explicit ConfigurationFlags(CLI::App& command);

  // Runs `work` with the configuration and returns its exit code. If the configuration is not valid, prints every
  // problem and returns kExitUsage.
  int with_configuration(const std::function<int(const Configuration&)>& work) const;

 private:
  ConfigurationSources sources() const;

  std::string file_;
  std::vector<std::string> settings_;
  std::string port_;
  std::string address_;
  std::string data_;
};

}  // namespace parley
