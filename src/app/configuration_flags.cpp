#include <cstdlib>
#include <iostream>
#include <unistd.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>

#include <parley/app/command_line.hpp>

#include "app/configuration_flags.hpp"

namespace parley {

int complain(std::string_view problem, int code) {
  std::cerr << "parleyd: " << problem << '\n';
  return code;
}

ConfigurationFlags::ConfigurationFlags(CLI::App& command) {
  command.add_option("-c,--config", file_, "The configuration file, TOML")->type_name("FILE");
  command.add_option("-s,--set", settings_, "Sets a key, as in --set log.level=debug; may be repeated")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false)
      ->check(CLI::Validator(
          [](const std::string& setting) { return setting.contains('=') ? "" : "must be KEY=VALUE"; }, ""));
  command.add_option("-p,--port", port_, "Short for --set server.port=PORT")->type_name("PORT");
  command.add_option("-a,--address", address_, "Short for --set server.address=ADDRESS")->type_name("ADDRESS");
  command.add_option("-d,--data", data_, "The folder of the embedded database: sets store.sqlite.path")
      ->type_name("FOLDER");
}

int ConfigurationFlags::with_configuration(const std::function<int(const Configuration&)>& work) const {
  const auto configuration = read_configuration(sources());
  if (configuration) return work(*configuration);
  for (const ConfigurationProblem& problem : configuration.error()) complain(describe(problem), kExitUsage);
  return kExitUsage;
}

// Returns the sources in their order: the file, the environment, the flags. The flag --config overrides PARLEY_CONFIG.
ConfigurationSources ConfigurationFlags::sources() const {
  ConfigurationSources sources{.file = {}, .environment = configuration_variables(environ), .flags = {}};
  // getenv() is safe here, because the process has only one thread at this time.
  const char* const from_environment = std::getenv("PARLEY_CONFIG");  // NOLINT(concurrency-mt-unsafe)
  if (!file_.empty()) {
    sources.file = file_;
  } else if (from_environment != nullptr) {
    sources.file = from_environment;
  }
  for (const std::string& setting : settings_) {
    const auto equals = setting.find('=');
    sources.flags.push_back({setting.substr(0, equals), setting.substr(equals + 1), "--set"});
  }
  if (!port_.empty()) sources.flags.push_back({"server.port", port_, "--port"});
  if (!address_.empty()) sources.flags.push_back({"server.address", address_, "--address"});
  if (!data_.empty()) sources.flags.push_back({"store.sqlite.path", data_ + "/parley.db", "--data"});
  return sources;
}

}  // namespace parley
